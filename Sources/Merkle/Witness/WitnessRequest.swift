/// What a log asks of a witness (C2SP tlog-witness, `add-checkpoint`): to cosign a checkpoint that
/// extends the one it cosigned last.
public struct WitnessRequest: Sendable, Hashable {
  /// The most hashes that a proof has; a tree has at most 2^63 leaves.
  public static let mostHashes = 63
  /// The longest request that is read, in bytes: hashes and a note with more signatures than any log
  /// collects.
  public static let longest = 65_536

  /// Below which path a witness tells the checkpoint of a log that it cosigned last.
  ///
  /// `GET` with the log's ``name(of:)`` behind it. No specification has that; a witness that does not tell is
  /// none the worse.
  public static let lastPath = "last-checkpoint"

  /// How a log is called in a path: the SHA-256 of its origin, in hexadecimal.
  /// - Parameter origin: the origin.
  /// - Returns: the name.
  public static func name(of origin: String) -> String { "\(Hash.content(Array(origin.utf8)))" }

  /// How many leaves the checkpoint has that the witness cosigned last; 0 of the first.
  public let oldSize: UInt64
  /// The hashes of the consistency proof, which there are none of from 0.
  public let proof: [Hash]
  /// The checkpoint.
  public let checkpoint: SignedCheckpoint

  /// A request.
  /// - Parameters:
  ///   - oldSize: how many leaves the checkpoint has that the witness cosigned last; 0 of the first.
  ///   - proof: the hashes of the consistency proof.
  ///   - checkpoint: the checkpoint.
  public init(oldSize: UInt64, proof: [Hash], checkpoint: SignedCheckpoint) {
    self.oldSize = oldSize
    self.proof = proof
    self.checkpoint = checkpoint
  }

  /// Reads the body of a request.
  /// - Parameter bytes: the body.
  /// - Throws: ``NoteError/notAWitnessRequest``, or what reading the checkpoint throws.
  public init(_ bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= WitnessRequest.longest,
      let blank = bytes.indices.dropLast().first(where: {
        bytes[$0] == NoteText.lineFeed && bytes[$0 + 1] == NoteText.lineFeed
      }), let lines = NoteText.lines(bytes[...blank]),
      lines[0].hasPrefix(WitnessRequest.old),
      let size = NoteText.number(lines[0].dropFirst(WitnessRequest.old.count)),
      lines.count - 1 <= WitnessRequest.mostHashes
    else { throw .notAWitnessRequest }
    oldSize = size
    proof = lines.dropFirst().compactMap { Hash(base64: $0.utf8) }
    guard proof.count == lines.count - 1 else { throw .notAWitnessRequest }
    checkpoint = try SignedCheckpoint(Array(bytes[(blank + 2)...]))
  }

  private static let old = "old "

  /// The body of the request.
  public var bytes: [UInt8] {
    let lines = ["\(WitnessRequest.old)\(oldSize)"] + proof.map(\.base64)
    return Array("\(lines.joined(separator: "\n"))\n\n".utf8) + checkpoint.bytes
  }
}
