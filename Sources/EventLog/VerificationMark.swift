public import InteractionModel
public import Merkle

/// How far a look at every record of a log has come without finding anything wrong, so that another look
/// can go on from there.
///
/// It is worth what the file is worth that it is kept in: whoever can write to that can have records
/// passed over.
public struct VerificationMark: Sendable, Hashable {
  private static let format = NoteFormat(name: "verification", version: 1)

  /// How many records were looked at.
  public let size: Int64
  /// The root of the tree over them.
  public let root: Hash
  /// When it was made.
  public let made: Instant
  /// What else the store needs, in a form of its own.
  public let state: JSONObject

  /// A mark.
  /// - Parameters:
  ///   - size: how many records were looked at.
  ///   - root: the root of the tree over them.
  ///   - made: when.
  ///   - state: what else the store needs.
  public init(size: Int64, root: Hash, made: Instant, state: JSONObject) {
    self.size = size
    self.root = root
    self.made = made
    self.state = state
  }

  /// Reads a mark as it is kept; nil when the bytes are none.
  /// - Parameter bytes: what ``bytes`` gives.
  public init?(_ bytes: [UInt8]) {
    guard let json = try? JSONValue(parsing: bytes),
      json["format"]?.string == VerificationMark.format.description,
      let size = json["size"]?.int, size > 0,
      let root = json["root"]?.string.flatMap({ Hash(base64: $0.utf8) }),
      let made = json["made"]?.string.flatMap({ Timestamp($0)?.instant }),
      let state = json["state"]?.object
    else { return nil }
    self.init(size: size, root: root, made: made, state: state)
  }

  /// The mark as it is kept: canonical JSON.
  public var bytes: [UInt8] {
    let object: JSONObject = [
      "format": .string(VerificationMark.format.description), "made": .string("\(made)"),
      "root": .string(root.base64), "size": .int(size), "state": .object(state),
    ]
    return object.canonicalBytes
  }
}

/// Where a look at a log begins, and where it notes how far it has come.
public struct VerificationMarks: Sendable {
  /// From where it goes on; nil from the first record.
  public let from: VerificationMark?
  /// How much time passes between two marks.
  public let interval: Duration
  /// What time it is.
  public let now: @Sendable () -> Instant
  /// Keeps a mark; called with each later one in turn.
  public let keep: @Sendable (VerificationMark) -> Void

  /// Marks.
  /// - Parameters:
  ///   - from: from where to go on; nil from the first record.
  ///   - interval: how much time passes between two marks.
  ///   - now: what time it is.
  ///   - keep: keeps a mark.
  public init(
    from: VerificationMark? = nil, every interval: Duration = .seconds(5),
    now: @escaping @Sendable () -> Instant, keep: @escaping @Sendable (VerificationMark) -> Void
  ) {
    self.from = from
    self.interval = interval
    self.now = now
    self.keep = keep
  }
}
