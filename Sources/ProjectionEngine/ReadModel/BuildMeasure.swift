/// What it took to build something from the first record on, by which the next build is estimated.
public struct BuildMeasure: Sendable, Hashable {
  /// What was built: a projection's name, or another thing's that is made from the log.
  public let name: String
  /// From how many records.
  public let records: Int64
  /// How long it took.
  public let time: Duration
  /// How many bytes it took of the disk then.
  public let bytes: Int64
  /// With how many others it was built in one pass.
  public let beside: Int

  /// A measure.
  public init(name: String, records: Int64, time: Duration, bytes: Int64, beside: Int) {
    self.name = name
    self.records = records
    self.time = time
    self.bytes = bytes
    self.beside = beside
  }
}
