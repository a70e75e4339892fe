import CoreMetrics
import Daemon
import Testing

@Suite("What a daemon measures, as Prometheus reads it")
struct MetricTests {
  @Test("Counters, gauges and distributions stand under their names, each with its labels")
  func text() {
    let registry = MetricRegistry(help: ["depth": "How deep it is."])
    for _ in 0..<2 {
      registry.makeCounter(label: "a.b", dimensions: [("x", "1\"\n\\")]).increment(by: 3)
    }
    registry.makeMeter(label: "depth", dimensions: []).set(2.5)
    registry.makeRecorder(label: "last", dimensions: [], aggregate: false).record(Int64(7))
    let timer = registry.makeTimer(label: "took_seconds", dimensions: [("of", "append")])
    timer.recordNanoseconds(2_000_000)
    timer.recordNanoseconds(20_000_000_000)
    let text = registry.families().map(\.text).joined()
    #expect(text.contains("# TYPE a_b counter\na_b{x=\"1\\\"\\n\\\\\"} 6\n"), "\(text)")
    #expect(text.contains("# HELP depth How deep it is.\n# TYPE depth gauge\ndepth 2.5\n"))
    #expect(text.contains("last 7\n"))
    #expect(text.contains("took_seconds_bucket{of=\"append\",le=\"0.001\"} 0\n"))
    #expect(text.contains("took_seconds_bucket{of=\"append\",le=\"0.0025\"} 1\n"))
    #expect(text.contains("took_seconds_bucket{of=\"append\",le=\"10\"} 1\n"))
    #expect(text.contains("took_seconds_bucket{of=\"append\",le=\"+Inf\"} 2\n"))
    #expect(text.contains("took_seconds_count{of=\"append\"} 2\n"))
    #expect(text.contains("took_seconds_sum{of=\"append\"} 20.002\n"))
  }

  @Test("Numbers that are none, and large ones, are spelled as the format has them")
  func numbers() {
    func line(_ value: Double) -> String {
      String(MetricFamily("m", .gauge, help: "", [.init([], value)]).text.split(separator: "\n")[1])
    }
    #expect(line(.infinity) == "m +Inf" && line(-.infinity) == "m -Inf" && line(.nan) == "m NaN")
    #expect(line(1e18) == "m 1e+18" && line(-0.5) == "m -0.5" && line(1_234_567) == "m 1234567")
    #expect(MetricFamily("m", .gauge, help: "", []).text.isEmpty)
  }
}
