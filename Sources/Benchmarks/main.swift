import Blueprint
import Compute

let name = CommandLine.arguments[1]
let spec = try NetworkSpec.named(name)
let engine = try Engine(threads: 2)
print(Engine.libraryVersion, Engine.instructions, engine.measurePeak(seconds: 1))
let net = try Network(spec, layout: spec.layout(), batch: 128, seed: 1, on: engine)
for i in 0..<net.input.elements.count {
  net.input.elements[i] = Float((i * 2_654_435_761) & 255) - 128
  net.input.elements[i] *= Float(spec.inputScale)
}
net.setLabels((0..<128).map { Int32($0 % spec.classes) })
let clock = ContinuousClock()
var k = Knobs(rate: 0.002)
for s in 1...12 {
  var sc = Score()
  let d = clock.measure { sc = net.train(k, step: s) }
  print(
    s, sc.meanLoss, sc.top1, d,
    128 / (Double(d.components.attoseconds) * 1e-18 + Double(d.components.seconds)))
}
let insp = try Inspector(net)
let d = clock.measure { for l in insp.layers() { print(l) } }
print(d)
