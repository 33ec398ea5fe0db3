import Foundation

/// Writes a line to standard output at once, even if that is a pipe.
func printLine(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

/// Writes an error message and ends the process.
func fail(_ problem: String, status: Int32 = 1) -> Never {
  FileHandle.standardError.write(Data("Benchmarks: \(problem)\n".utf8))
  exit(status)
}
