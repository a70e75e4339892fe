public import Compliance
internal import EventLog
public import InteractionModel
public import Merkle

/// What was destroyed, when, by whom and by which records, and whether a hold was in force on it then.
public struct ErasureAccount: Sendable {
  /// What the log certifies of the erasure.
  public let certificate: ErasureCertificate
  /// The leaf of the record that requested or refused it, to compare with a proof of it.
  public let leaf: Hash
  /// The leaf of the record that says it is complete; nil while there is none.
  public let completedLeaf: Hash?
  /// The holds on what was destroyed.
  public let holds: ErasureHolds

  /// The account of an erasure.
  /// - Parameters:
  ///   - name: its id, or that of the party or conversation that was erased, when it was only once.
  ///   - reader: who asks; nothing is opened for them.
  /// - Throws: ``UnknownErasure``; ``/EventLog/StorageFault`` when the log cannot be read.
  public init(_ name: String, for reader: Reader) throws {
    let events = reader.store.events
    certificate = try ErasureAccount.certificate(name, reader)
    func leaf(_ position: Position) throws -> Hash {
      .leaf(try RecordProof.record(.at(position), in: events).line)
    }
    self.leaf = try leaf(certificate.position)
    completedLeaf = try certificate.completedAt.map(leaf)
    holds = try ErasureHolds(of: certificate, in: reader.store)
  }

  private static func certificate(_ name: String, _ reader: Reader) throws -> ErasureCertificate {
    let events = reader.store.events
    if let certificate = try ErasureCertificate.of(name, in: events) { return certificate }
    let named = try ErasureCertificate.all(in: events).filter { $0.entity.id == name }
    // What a hold refused destroyed nothing.
    let done = named.filter { !$0.isRefused }
    let candidates = done.isEmpty ? named : done
    guard let only = candidates.first, candidates.count == 1,
      let certificate = try ErasureCertificate.of(only.erasure, in: events)
    else { throw UnknownErasure(name: name, erasures: candidates.map(\.erasure)) }
    return certificate
  }

  /// The account as answers have it.
  public var json: JSONObject {
    var object = certificate.json
    object["leaf"] = .string(leaf.description)
    object["completedLeaf"] = completedLeaf.map { .string($0.description) }
    object["holds"] = .array(holds.touching.map { .object($0.json) })
    object["holdsInForce"] = .int(Int64(holds.inForce))
    object["wasHeld"] = .bool(holds.wasHeld)
    return object
  }

  /// What it says for people beside what the certificate says: labels, each with its lines.
  /// - Parameter time: how whoever shows it writes times.
  /// - Returns: the rows.
  public func rows(at time: (Instant) -> String) -> [(label: String, texts: [String])] {
    var leaves = ["@\(certificate.position) \(leaf)"]
    if let completedLeaf, let completedAt = certificate.completedAt {
      leaves.append("@\(completedAt) \(completedLeaf)")
    }
    let place = certificate.position
    let answer =
      switch (holds.wasHeld, holds.inForce) {
      case (true, _): "yes: a hold on it was in force at position \(place)"
      case (false, 0): "no: no hold was in force at position \(place)"
      case (false, let count):
        "no: of the \(count) in force at position \(place) none was on it"
      }
    let touching = holds.touching.map { touching in
      let hold = touching.hold
      let release = hold.release.map {
        "released \(time($0.recorded)), position \($0.position)"
      }
      return """
        \(hold.id) on \(hold.entity.kind.rawValue) \(hold.entity.id), placed \(time(hold.recorded)), \
        position \(hold.position), \(release ?? "in force")
        """
    }
    return certificate.rows(at: time) + [
      ("leaves", leaves), ("held", [answer]),
      ("holds on it", touching.isEmpty ? ["never"] : touching),
    ]
  }
}

extension ErasureCertificate {
  /// Whether a hold refused it.
  fileprivate var isRefused: Bool {
    guard case .refused = state else { return false }
    return true
  }
}

/// That an erasure is called by something that calls none, or several.
public struct UnknownErasure: Error, Remediable, Hashable {
  /// What somebody called it.
  public let name: String
  /// The erasures that are called so.
  public let erasures: [String]

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    erasures.isEmpty
      ? Diagnosis("no erasure “\(name)”", "\(.list(.erasures)) shows those there are")
      : Diagnosis(
        "“\(name)” was erased \(erasures.count) times",
        "give the id of one: \(erasures.joined(separator: ", "))")
  }
}
