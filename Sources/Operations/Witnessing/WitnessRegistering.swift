public import Compliance
public import EventLog
public import InteractionModel
public import Merkle
internal import Vault

/// Says in the log who cosigns its checkpoints.
public struct WitnessRegistering: Sendable {
  private let store: OpenStore

  /// Work that has not begun.
  /// - Parameter store: the store, open to append.
  public init(_ store: OpenStore) {
    self.store = store
  }

  /// Has checkpoints cosigned by a witness from now on; of one that is there already, somewhere else or
  /// by another quorum.
  /// - Parameters:
  ///   - key: what it cosigns with.
  ///   - url: where it is asked.
  ///   - quorum: how many witnesses have to cosign from now on; nil for as many as before, at least one.
  /// - Returns: the witnesses of the log.
  /// - Throws: ``WitnessRegistrationError``, ``/EventLog/AppendError``, also when another process has
  ///   recorded something of the log meanwhile, or what ``/Compliance/OpenStore/log()`` throws.
  public func add(
    _ key: VerifierKey, at url: WitnessURL, quorum: Int? = nil
  ) async throws -> Witnesses {
    guard key.algorithm == .cosignature, key.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw WitnessRegistrationError.notAWitness(name: key.name)
    }
    let origins = try store.events.signingKeys().origins + [store.events.origin]
    guard !origins.contains(key.name) else {
      throw WitnessRegistrationError.isTheLog(name: key.name)
    }
    return try await record(.witnessAdded, key, ["url": .string(url.description)]) { witnesses in
      let others = witnesses.registered.filter { $0.key != key }
      // A cosignature does not say whose name it was made under, so one key is one witness.
      if let same = others.first(where: { $0.key.publicKey == key.publicKey }) {
        throw WitnessRegistrationError.sameKey(name: same.key.name)
      }
      return (quorum ?? max(1, witnesses.quorum), others.count + 1)
    }
  }

  /// Has checkpoints cosigned by a witness no longer.
  /// - Parameters:
  ///   - name: the witness's name, or its key.
  ///   - quorum: how many of the others have to cosign from now on; nil for as many as before, at most
  ///     all of them.
  /// - Returns: the witnesses of the log.
  /// - Throws: as ``add(_:at:quorum:)``.
  public func remove(_ name: String, quorum: Int? = nil) async throws -> Witnesses {
    let named = try store.events.witnesses().registered
      .filter { $0.key.name == name || $0.key.description == name }
    guard let first = named.first else { throw WitnessRegistrationError.unknown(name: name) }
    guard named.count == 1 else { throw WitnessRegistrationError.ambiguous(name: name) }
    return try await record(.witnessRemoved, first.key, [:]) { witnesses in
      let rest = witnesses.registered.count - 1
      return (quorum ?? min(witnesses.quorum, rest), rest)
    }
  }

  private func record(
    _ type: EventType, _ key: VerifierKey, _ rest: JSONObject,
    _ quorum: (Witnesses) throws -> (Int, of: Int)
  ) async throws -> Witnesses {
    let log = try await store.log()
    let own = try store.events.records(.stream(.log), in: ReadRange(), limit: .max)
    let (wanted, count) = try quorum(store.events.witnesses())
    guard (0...count).contains(wanted) else {
      throw WitnessRegistrationError.quorum(wanted, of: count)
    }
    var event = NewEvent(id: .random(), stream: .log, type: type)
    event.actor = store.actor
    event.body = rest
    event.body["witness"] = .string(key.description)
    event.body["quorum"] = .int(Int64(wanted))
    _ = try await log.append(
      [event], expecting: [.log: .version(own.last?.decoded().version ?? 0)])
    return try store.events.witnesses()
  }
}

/// Why a log does not name a witness.
public enum WitnessRegistrationError: Error, Remediable, Hashable {
  /// The key is none that cosigns, or has a name that a record cannot have.
  case notAWitness(name: String)
  /// The key has the name of the log, whose signature is another thing.
  case isTheLog(name: String)
  /// The log names the same key under another name.
  case sameKey(name: String)
  /// The log names no such witness.
  case unknown(name: String)
  /// Several have that name.
  case ambiguous(name: String)
  /// There are not so many witnesses.
  case quorum(Int, of: Int)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .notAWitness(let name):
      Diagnosis(
        "the key of \(name) is none that cosigns", "give the key that the witness says is its own")
    case .isTheLog(let name):
      Diagnosis("“\(name)” is the log itself", "give the key of somebody else")
    case .sameKey(let name): Diagnosis("that is the key of \(name), which is a witness already")
    case .unknown(let name): Diagnosis("the log names no witness “\(name)”")
    case .ambiguous(let name):
      Diagnosis("several witnesses have the name “\(name)”", "give the whole key")
    case .quorum(let quorum, let count):
      Diagnosis("\(quorum) of \(count) witnesses cannot be asked for", "choose from 0 to \(count)")
    }
  }
}
