import Foundation
import Testing

/// Links between documents lead somewhere. Nothing outside of the repository is asked.
@Suite struct LinkTests {
  @Test(arguments: try Repository.pages)
  func relativeLinksLeadToFiles(_ page: String) throws {
    let document = Document(try Repository.text(page))
    let folder = page.split(separator: "/").dropLast().joined(separator: "/")
    for link in document.links where !link.contains("://") {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      if page.contains(".docc/") {
        let catalogue = try #require(try catalogue(of: page))
        #expect(catalogue.hasResource(String(parts[0])), "\(page) shows \(link), which is missing")
        continue
      }
      let target = parts[0].isEmpty ? page : Self.path(String(parts[0]), from: folder)
      #expect(Repository.exists(target), "\(page) links to \(link), which is missing")
      if parts.count == 2, target.hasSuffix(".md"), Repository.exists(target) {
        let other = Document(try Repository.text(target))
        #expect(other.hasHeading(parts[1]), "\(page) links to \(link), which has no such heading")
      }
    }
  }

  @Test(arguments: try Repository.catalogues.flatMap(\.articles))
  func articleLinksLeadToArticles(_ page: String) throws {
    let own = try #require(try catalogue(of: page))
    let document = Document(try Repository.text(page))
    for link in document.articleLinks {
      let parts = link.split(separator: "#", maxSplits: 1)
      // `/documentation/Runs/RunFolder` is an article of another module.
      let names = parts[0].split(separator: "/")
      let module = names.count == 3 && names[0] == "documentation" ? names[1] : nil
      let catalogue = module.map { Catalogue(module: String($0)) } ?? own
      guard let article = catalogue.article(named: String(names[names.count - 1])) else {
        Issue.record("\(page) links to \(link), which is not an article")
        continue
      }
      guard parts.count == 2 else { continue }
      let other = Document(try Repository.text(article))
      #expect(other.hasHeading(parts[1]), "\(page) links to \(link), which has no such heading")
    }
    for resource in document.resources {
      #expect(own.hasResource(String(resource)), "\(page) shows \(resource), which is missing")
    }
  }

  /// An article without a link to it is never found.
  @Test(arguments: try Repository.catalogues.map(\.module))
  func everyArticleIsLinkedTo(_ module: String) throws {
    let catalogue = Catalogue(module: module)
    let first = "\(catalogue.path)/\(module).md"
    let listed = Set(
      try catalogue.articles.flatMap { page in
        try Document(Repository.text(page)).articleLinks.map { "\($0)" }
      })
    for article in catalogue.articles where article != first {
      let name = URL(filePath: article).deletingPathExtension().lastPathComponent
      #expect(listed.contains(name), "no page of \(module) links to \(name)")
    }
  }

  @Test func thePicturesOfTheFolderAssetsAreOnTheREADME() throws {
    let links = Set(Document(try Repository.text("README.md")).links)
    let folder = Repository.root.appending(path: "assets").path(percentEncoded: false)
    for picture in try FileManager.default.contentsOfDirectory(atPath: folder) {
      #expect(links.contains("assets/\(picture)"), "no page shows assets/\(picture)")
    }
  }

  private func catalogue(of page: String) throws -> Catalogue? {
    try Repository.catalogues.first { page.hasPrefix($0.path) }
  }

  /// A path from the root for one from a folder, which can begin with `../`.
  private static func path(_ link: String, from folder: String) -> String {
    var parts = folder.split(separator: "/")
    for part in link.split(separator: "/") {
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}
