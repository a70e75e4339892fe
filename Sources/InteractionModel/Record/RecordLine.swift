/// The bytes of a record line but for what only the log can say: position, recorded, version.
///
/// Those three stand in the middle and at the end of the canonical form, so a worker can encode
/// two pieces ahead of the committer, which then only joins them.
public struct RecordLine: Sendable, Hashable {
  /// The version of the record format, written into every log's birth record.
  ///
  /// 2: each sealed part has a ``SealedPart/root``. Format 1, without roots, is refused.
  public static let formatVersion = 2
  /// The largest line, so that it fits an entry of a C2SP tile (u16 length).
  public static let maximumBytes = 65_535
  /// The largest public body.
  public static let maximumBodyBytes = 8_192
  /// Personal JSON above this size has its longest strings moved to attachments.
  public static let maximumPersonalBytes = 32_768

  /// Everything but position, recorded and version, which go in at ``split`` and at the end.
  private let parts: [UInt8]
  /// Behind the comma before `"position"`.
  private let split: Int

  /// Encodes an event and its sealed parts.
  /// - Parameters:
  ///   - event: the event; its personal parts are not looked at.
  ///   - sealed: its sealed parts.
  /// - Throws: ``RecordError/bodyTooLarge(bytes:limit:)`` or ``RecordError/lineTooLarge(bytes:limit:)``.
  public init(_ event: NewEvent, sealed: [SealedPart]) throws(RecordError) {
    var size = 640
    for part in sealed { size += part.estimatedSize }
    var writer = RecordLineWriter(capacity: size)
    try writer.writeHead(event)
    split = writer.bytes.count
    writer.writeTail(event, sealed)
    parts = writer.bytes
    // The longest position, time and version there can be.
    size = parts.count + 100
    guard size <= RecordLine.maximumBytes else {
      throw .lineTooLarge(bytes: size, limit: RecordLine.maximumBytes)
    }
  }

  /// The line at a place; answers the canonical bytes.
  /// - Parameters:
  ///   - position: the place the committer gave it.
  ///   - recorded: the time the committer took it.
  ///   - version: its number in its stream.
  /// - Returns: the canonical bytes, without a line feed.
  public func bytes(position: Position, recorded: Instant, version: Int64) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(parts.count + 100)
    write(position: position, recorded: recorded.description, version: version, to: &line)
    return line
  }

  /// Appends the line at a place to a buffer that the caller uses again for the next one.
  ///
  /// - Parameters:
  ///   - position: the place the committer gave it.
  ///   - recorded: the time the committer took it, as ``Instant/description`` spells it: one
  ///     spelling serves a whole transaction.
  ///   - version: its number in its stream.
  ///   - line: the buffer.
  public func write(
    position: Position, recorded: String, version: Int64, to line: inout [UInt8]
  ) {
    parts.withUnsafeBufferPointer { parts in
      line.append(contentsOf: UnsafeBufferPointer(rebasing: parts[..<split]))
      CanonicalJSON.write(plain: "\"position\":", to: &line)
      CanonicalJSON.write(position.rawValue, to: &line)
      CanonicalJSON.write(plain: ",\"recorded\":\"", to: &line)
      var recorded = recorded
      recorded.withUTF8 { line.append(contentsOf: $0) }
      CanonicalJSON.write(plain: "\",", to: &line)
      line.append(contentsOf: UnsafeBufferPointer(rebasing: parts[split...]))
      CanonicalJSON.write(plain: "\"version\":", to: &line)
      CanonicalJSON.write(version, to: &line)
      line.append(UInt8(ascii: "}"))
    }
  }
}
