/// A metric of some name with all its values, as Prometheus reads it (text format 0.0.4).
public struct MetricFamily: Sendable {
  /// What its values mean.
  public enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  /// One value of a metric.
  public struct Sample: Sendable {
    let labels: [(String, String)]
    let value: Double
    let suffix: String

    /// A value.
    /// - Parameters:
    ///   - labels: what tells it from the others.
    ///   - value: the value.
    ///   - suffix: what follows the name of the metric.
    public init(_ labels: [(String, String)] = [], _ value: Double, suffix: String = "") {
      self.labels = labels
      self.value = value
      self.suffix = suffix
    }

    /// What samples of one metric are sorted by; those of one histogram stay as they are.
    var order: String {
      labels.filter { $0.0 != "le" }.map { "\($0)=\($1)" }.joined(separator: ",")
    }
  }

  /// Its name.
  public let name: String
  let kind: Kind
  let help: String
  let samples: [Sample]

  /// A metric.
  /// - Parameters:
  ///   - name: its name; what Prometheus does not take gets `_` in its place.
  ///   - kind: what its values mean.
  ///   - help: what it is, in one line.
  ///   - samples: its values.
  public init(_ name: String, _ kind: Kind, help: String, _ samples: [Sample]) {
    self.name = MetricFamily.safe(name)
    self.kind = kind
    self.help = help
    self.samples = samples
  }

  /// The metric as Prometheus reads it.
  public var text: String {
    guard !samples.isEmpty else { return "" }
    var text = help.isEmpty ? "" : "# HELP \(name) \(help)\n"
    text += "# TYPE \(name) \(kind.rawValue)\n"
    for sample in samples {
      let labels = sample.labels.map { "\(MetricFamily.safe($0))=\"\(MetricFamily.escaped($1))\"" }
      let list = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
      text += "\(name)\(sample.suffix)\(list) \(MetricFamily.number(sample.value))\n"
    }
    return text
  }

  static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  private static func safe(_ name: String) -> String {
    String(
      name.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == ":" ? $0 : "_" })
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
