// What the first minutes bring, measured: trains with the program's defaults for a given time and
// prints validation errors and the share of kernels that are no longer noise.
//
//   Benchmarks [scenes | FOLDER] [SECONDS]

let arguments = CommandLine.arguments.dropFirst()
let seconds = arguments.dropFirst().first.map { Double($0) } ?? 180
guard let seconds, seconds > 0, arguments.count <= 2 else {
  fatalError("usage: Benchmarks [scenes | FOLDER] [SECONDS]")
}
try Learning(data: arguments.first ?? "scenes", seconds: seconds).run()
