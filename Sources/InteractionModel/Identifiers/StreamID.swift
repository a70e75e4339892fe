/// The name of a stream: the ordered events of one conversation, case, party or document, or of
/// one concern of the log itself.
///
/// A name is `<category>-<id>`. The categories of entities are those of ``EntityKind``; the log's
/// own are `log` (its birth and keys), `projection` (quarantines), `access` (who opened what),
/// `hold`, `erasure` and `disclosure` (the registers of these).
public struct StreamID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The name.
  public let rawValue: String

  /// A name that is known to be well formed; see ``init(parsing:)`` for one that is not.
  /// - Parameter rawValue: `<category>-<id>`.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The stream of an entity.
  public init(_ entity: EntityKey) {
    rawValue = entity.description
  }

  /// Checks a name from outside: a category of lower-case letters, a hyphen, a valid id.
  /// - Parameter text: the candidate.
  public init?(parsing text: String) {
    var copy = text
    let isValid = copy.withUTF8 { bytes in
      guard let hyphen = bytes.firstIndex(of: UInt8(ascii: "-")), (1...32).contains(hyphen) else {
        return false
      }
      for place in 0..<hyphen
      where !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[place]) { return false }
      return PlainWord.isValid(UnsafeBufferPointer(rebasing: bytes[(hyphen + 1)...]))
    }
    guard isValid else { return nil }
    rawValue = text
  }

  /// The log's own stream: its birth record and its keys.
  public static let log = StreamID(rawValue: "log-origin")

  /// The register of holds: what was placed and released.
  public static let holds = StreamID(rawValue: "hold-register")

  /// The register of erasures: what was requested, refused and completed.
  public static let erasures = StreamID(rawValue: "erasure-register")

  /// The register of disclosures: what was given to whom outside.
  public static let disclosures = StreamID(rawValue: "disclosure-register")

  /// The registers, of which it can be proven that nothing was left out (``EntityKind/register``).
  public static let registers = [disclosures, erasures, holds]

  /// The stream of a projection: its quarantines.
  public static func projection(_ name: String) -> StreamID {
    StreamID(rawValue: "projection-\(name)")
  }

  /// The stream of the accesses that one actor made.
  public static func access(by actor: String) -> StreamID {
    StreamID(rawValue: "access-\(actor)")
  }

  /// The entity whose stream this is; nil for a stream of the log itself, its registers among them.
  public var entity: EntityKey? {
    EntityKey(parsing: rawValue).flatMap { $0.kind == .register ? nil : $0 }
  }

  /// Byte order.
  public static func < (left: StreamID, right: StreamID) -> Bool { left.rawValue < right.rawValue }

  /// The name.
  public var description: String { rawValue }
}
