public import CoreMetrics
internal import Synchronization

/// What the program counts and measures, as the backend of `swift-metrics`, written out as Prometheus reads
/// it (text format 0.0.4).
///
/// A label is the name of a metric as Prometheus has it; what has another character gets `_` in its place. A
/// timer is in seconds.
public final class MetricRegistry: MetricsFactory {
  private struct Key: Hashable {
    let label: String
    let dimensions: [String]
  }

  private let meters = Mutex<[Key: MeasuredValue]>([:])

  private let help: [String: String]

  /// Nothing measured yet.
  /// - Parameter help: what each is, in one line, by label.
  public init(help: [String: String] = [:]) {
    self.help = help
  }

  private func value(
    _ label: String, _ dimensions: [(String, String)], _ kind: MeasuredValue.Kind
  ) -> MeasuredValue {
    let key = Key(label: label, dimensions: dimensions.flatMap { [$0, $1] })
    return meters.withLock { meters in
      if let known = meters[key] { return known }
      let value = MeasuredValue(label: label, dimensions: dimensions, kind: kind)
      meters[key] = value
      return value
    }
  }

  /// A counter.
  public func makeCounter(
    label: String, dimensions: [(String, String)]
  ) -> any CounterHandler {
    value(label, dimensions, .counter)
  }

  /// A counter of something that is not counted in whole numbers.
  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    value(label, dimensions, .counter)
  }

  /// A value that goes up and down.
  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    value(label, dimensions, .gauge)
  }

  /// A distribution of values, or the last one.
  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    value(label, dimensions, aggregate ? .histogram(MeasuredValue.counts) : .gauge)
  }

  /// A distribution of times.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    value(label, dimensions, .histogram(MeasuredValue.seconds))
  }

  /// Does nothing: a metric that is gone for a while is not a new one when it comes back.
  public func destroyCounter(_ handler: any CounterHandler) {}
  /// Does nothing.
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  /// Does nothing.
  public func destroyMeter(_ handler: any MeterHandler) {}
  /// Does nothing.
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  /// Does nothing.
  public func destroyTimer(_ handler: any TimerHandler) {}

  /// Everything that was measured.
  /// - Returns: families, one for each label.
  public func families() -> [MetricFamily] {
    let all = meters.withLock { Array($0.values) }
    return Dictionary(grouping: all, by: \.label).map { label, values in
      MetricFamily(
        label, values.first?.type ?? .gauge, help: help[label] ?? "",
        values.flatMap(\.samples).sorted { $0.order < $1.order })
    }.sorted { $0.name < $1.name }
  }
}

/// One value that is counted or measured.
private final class MeasuredValue: CounterHandler, FloatingPointCounterHandler, MeterHandler,
  RecorderHandler, TimerHandler
{
  enum Kind {
    case counter
    case gauge
    case histogram([Double])
  }

  private struct Contents {
    var value = 0.0
    var count: UInt64 = 0
    var buckets: [UInt64]
  }

  /// The upper bounds of times, in seconds.
  static let seconds: [Double] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]
  /// The upper bounds of numbers.
  static let counts: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 4_096, 16_384]

  let label: String
  private let dimensions: [(String, String)]
  private let bounds: [Double]?
  private let isCounter: Bool
  private let contents: Mutex<Contents>

  init(label: String, dimensions: [(String, String)], kind: Kind) {
    self.label = label
    self.dimensions = dimensions
    isCounter = if case .counter = kind { true } else { false }
    bounds = if case .histogram(let bounds) = kind { bounds } else { nil }
    contents = Mutex(Contents(buckets: [UInt64](repeating: 0, count: bounds?.count ?? 0)))
  }

  var type: MetricFamily.Kind { isCounter ? .counter : bounds == nil ? .gauge : .histogram }

  var samples: [MetricFamily.Sample] {
    let contents = contents.withLock { $0 }
    guard let bounds else { return [MetricFamily.Sample(dimensions, contents.value)] }
    var sum: UInt64 = 0
    var samples = zip(bounds, contents.buckets).map { bound, count in
      sum += count
      return MetricFamily.Sample(
        dimensions + [("le", MetricFamily.number(bound))], Double(sum), suffix: "_bucket")
    }
    samples.append(
      MetricFamily.Sample(dimensions + [("le", "+Inf")], Double(contents.count), suffix: "_bucket"))
    samples.append(MetricFamily.Sample(dimensions, contents.value, suffix: "_sum"))
    samples.append(MetricFamily.Sample(dimensions, Double(contents.count), suffix: "_count"))
    return samples
  }

  func increment(by amount: Int64) { increment(by: Double(amount)) }
  func increment(by amount: Double) { contents.withLock { $0.value += amount } }
  func decrement(by amount: Double) { contents.withLock { $0.value -= amount } }
  func reset() { contents.withLock { $0.value = 0 } }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { contents.withLock { $0.value = value } }
  func record(_ value: Int64) { record(Double(value)) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func record(_ value: Double) {
    guard let bounds else { return set(value) }
    contents.withLock { contents in
      contents.value += value
      contents.count += 1
      if let place = bounds.firstIndex(where: { value <= $0 }) { contents.buckets[place] += 1 }
    }
  }
}
