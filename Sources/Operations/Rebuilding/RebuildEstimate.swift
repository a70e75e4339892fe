public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
internal import Projections

/// What building something anew will take, by what the last build of it took here.
///
/// As many records took so long then; other work beside it, another machine or another share of what is
/// folded make it another number. What was built in one pass with others is said to take as long as the
/// whole pass: alone it takes less.
public struct RebuildEstimate: Sendable {
  /// What one thing will take.
  public struct Item: Sendable {
    /// Its name.
    public let name: String
    /// How long; nil when none was built here yet from the first record on.
    public let time: Duration?
    /// How many bytes of the disk; nil when that cannot be told.
    public let bytes: Int64?
  }

  /// What each will take.
  public let items: [Item]
  /// How many records there are to read.
  public let records: Int64
  /// How long all of them together will take at most; nil when that cannot be told of one.
  public let time: Duration?
  /// How many bytes are left on the disk; nil when that cannot be told.
  public let free: Int64?

  /// An estimate.
  /// - Parameters:
  ///   - derived: what is to be built.
  ///   - store: in which store; nothing of it is written.
  /// - Throws: ``/EventLog/StorageFault`` when the log or the catalogue cannot be read.
  public init(of derived: [Derived], in store: OpenStore) throws {
    let head = try store.events.head().position.rawValue
    let measures = try store.models.buildMeasures()
    let serving = try store.models.generations().filter { $0.state == .serving }
    let known = derived.map { one in measures.first { $0.name == one.name } }
    records = head
    free = store.sizes["free"]
    items = zip(derived, known).map { derived, measure in
      var bytes = measure.map { RebuildEstimate.scaled($0.bytes, from: $0.records, to: head) }
      // What serves has been written to since, and is nearer to what will be.
      if case .projection(let projection) = derived,
        let generation = serving.first(where: { $0.projection == projection.name }),
        let position = try? store.models.open(generation, of: projection).checkpoint()
      {
        let size = store.models.size(of: generation)
        bytes = RebuildEstimate.scaled(size, from: position.rawValue, to: head)
      }
      return Item(
        name: derived.name, time: measure.map { RebuildEstimate.time(of: $0, for: head) },
        bytes: bytes)
    }
    let passes = Dictionary(grouping: known.compactMap(\.self)) {
      Pass(time: $0.time, beside: $0.beside)
    }
    time =
      known.contains(nil)
      ? nil
      : passes.values.reduce(.zero) { sum, pass in
        sum + (pass.map { RebuildEstimate.time(of: $0, for: head) }.max() ?? .zero)
      }
  }

  /// What was built in one pass takes the time of that pass together, and each has noted the same.
  private struct Pass: Hashable {
    let time: Duration
    let beside: Int
  }

  /// How many bytes all of them together will take; nil when that cannot be told of one.
  public var bytes: Int64? {
    items.reduce(0) { sum, item in sum.flatMap { sum in item.bytes.map { sum + $0 } } }
  }

  /// Whether the disk has less room than they will take; false when that cannot be told.
  public var isShort: Bool {
    guard let bytes, let free else { return false }
    return bytes > free
  }

  private static func time(of measure: BuildMeasure, for records: Int64) -> Duration {
    .milliseconds(scaled(measure.time.wholeMilliseconds, from: measure.records, to: records))
  }

  private static func scaled(
    _ value: Int64, from known: Int64, to records: Int64
  ) -> Int64 {
    Int64((Double(value) * Double(records) / Double(max(1, known))).rounded(.up))
  }

  /// The estimate as answers have it.
  public var json: JSONObject {
    func milliseconds(_ time: Duration?) -> JSONValue {
      time.map { .int($0.wholeMilliseconds) } ?? .null
    }
    func number(_ value: Int64?) -> JSONValue { value.map(JSONValue.int) ?? .null }
    return [
      "records": .int(records), "milliseconds": milliseconds(time), "bytes": number(bytes),
      "free": number(free), "short": .bool(isShort),
      "projections": .array(
        items.map {
          [
            "projection": .string($0.name), "milliseconds": milliseconds($0.time),
            "bytes": number($0.bytes),
          ]
        }),
    ]
  }
}
