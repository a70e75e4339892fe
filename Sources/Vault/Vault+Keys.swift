internal import Crypto
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Synchronization

extension Vault {
  /// What the vault has for a key id.
  enum KeyState: Sendable {
    case held(DataKey)
    case destroyed
    case missing
    case damaged
    case masterChanged
  }

  /// Forgets what is cached when any process changed the vault since the last look.
  private func refresh() throws(StorageFault) {
    let epoch = try store.epoch()
    state.withLock { state in
      guard state.epoch != epoch else { return }
      state.epoch = epoch
      state.forget()
    }
  }

  /// What is known of the data keys of some subjects, and what has to be got.
  struct KeyRequest: Sendable {
    fileprivate(set) var found: [DataKey?]
    /// The subjects whose row must be looked at or made, each once.
    fileprivate(set) var missing: [Subject] = []
    /// For each subject that was not found its place among the missing.
    fileprivate var places: [Int] = []

    var isComplete: Bool { missing.isEmpty }

    /// All keys in order, the missing ones given.
    func completed(with keys: [DataKey]) -> [DataKey] {
      var next = 0
      return found.map { key in
        if let key { return key }
        defer { next += 1 }
        return keys[places[next]]
      }
    }
  }

  /// Looks for the data keys of some subjects in memory: quick, but for one look at the store
  /// whether what is in memory still holds.
  func request(for subjects: [Subject]) throws(StorageFault) -> KeyRequest {
    guard !subjects.isEmpty else { return KeyRequest(found: []) }
    try refresh()
    var request = KeyRequest(found: cached(subjects))
    var places: [Subject: Int] = [:]
    for (index, subject) in subjects.enumerated() where request.found[index] == nil {
      if let place = places[subject] {
        request.places.append(place)
        if request.missing[place].party == nil { request.missing[place] = subject }
      } else {
        places[subject] = request.missing.count
        request.places.append(request.missing.count)
        request.missing.append(subject)
      }
    }
    return request
  }

  /// The data keys of some subjects, in their order; creates those that are not there, in one
  /// durable call of the store.
  ///
  /// `unneeded` is asked about subjects whose key was destroyed and who have no other: for whom of
  /// them nothing new will be kept. Those get a key that is kept nowhere.
  func dataKeys(
    for subjects: [Subject],
    unneeded: (Set<Subject>) throws(StorageFault) -> Set<Subject> = { _ in [] }
  ) throws(StorageFault) -> [DataKey] {
    let request = try request(for: subjects)
    guard !request.isComplete else { return request.completed(with: []) }
    let spent = try spent(among: request.missing)
    let spared = spent.isEmpty ? [] : try unneeded(spent)
    guard !spared.isEmpty else { return request.completed(with: try obtain(request.missing)) }
    let wanted = request.missing.filter { !spared.contains($0) }
    let obtained = wanted.isEmpty ? [] : try obtain(wanted)
    var keys = Dictionary(uniqueKeysWithValues: zip(wanted, obtained))
    for subject in spared {
      keys[subject] = DataKey(id: EventID.randomHex(), key: SymmetricKey(size: .bits256))
    }
    return request.completed(with: request.missing.compactMap { keys[$0] })
  }

  /// The keys that are in memory; nil for subjects whose row must be looked at.
  private func cached(_ subjects: [Subject]) -> [DataKey?] {
    state.withLock { state in
      subjects.map { subject in
        guard let cached = state.subjects.value(of: subject),
          cached.knowsParty || subject.party == nil
        else { return nil }
        return cached.key
      }
    }
  }

  /// Gets or makes the keys of some subjects, each named once, in one durable call of the store.
  func obtain(_ subjects: [Subject]) throws(StorageFault) -> [DataKey] {
    let (rows, keys) = try wrapping.withLock {
      _ throws(StorageFault) -> ([SubjectKey], [DataKey]) in
      let master = state.withLock { $0.master }
      var fresh: [String: SymmetricKey] = [:]
      let rows = try store.keys(for: subjects, wrappedBy: master.fingerprint) {
        _ throws(StorageFault) in
        let key = SymmetricKey(size: .bits256)
        let id = EventID.randomHex()
        fresh[id] = key
        return KeyCandidate(keyID: id, wrapped: try master.wrap(key))
      }
      guard rows.count == subjects.count else { throw Vault.damage("the vault's answer") }
      var keys: [DataKey] = []
      keys.reserveCapacity(rows.count)
      for row in rows {
        guard let key = fresh[row.keyID] ?? row.wrapped.flatMap({ master.unwrap($0) }) else {
          throw Vault.damage("the key \(row.keyID)")
        }
        keys.append(DataKey(id: row.keyID, key: key))
      }
      return (rows, keys)
    }
    state.withLock { state in
      for (index, row) in rows.enumerated() {
        state.subjects.insert(
          CachedSubject(key: keys[index], knowsParty: row.party != nil), for: row.subject)
        state.keys.insert(keys[index], for: row.keyID)
      }
    }
    return keys
  }

  private static func damage(_ what: String) -> StorageFault {
    StorageFault(code: "corrupt", message: VaultError.damaged(what: what).description)
  }

  /// What the vault has for some key ids, each named once, in their order.
  func keyStates(of keyIDs: [String]) throws(StorageFault) -> [KeyState] {
    try refresh()
    var states = [KeyState](repeating: .missing, count: keyIDs.count)
    var unknown: [String: Int] = [:]
    state.withLock { state in
      for (index, keyID) in keyIDs.enumerated() {
        if let key = state.keys.value(of: keyID) {
          states[index] = .held(key)
        } else {
          unknown[keyID] = index
        }
      }
    }
    guard !unknown.isEmpty else { return states }
    var master = state.withLock { $0.master }
    var rows = try store.keys(withIDs: Array(unknown.keys))
    var unwrapped = rows.map { $0.wrapped.flatMap { master.unwrap($0) } }
    if zip(rows, unwrapped).contains(where: { $0.wrapped != nil && $1 == nil }) {
      // A rotation of this process may lie between the two looks: look again when it is over.
      wrapping.withLock { _ in master = state.withLock { $0.master } }
      rows = try store.keys(withIDs: Array(unknown.keys))
      unwrapped = rows.map { $0.wrapped.flatMap { master.unwrap($0) } }
    }
    for (row, key) in zip(rows, unwrapped) {
      guard let index = unknown[row.keyID] else { continue }
      if row.isDestroyed {
        states[index] = .destroyed
      } else if let key {
        let key = DataKey(id: row.keyID, key: key)
        state.withLock { $0.keys.insert(key, for: row.keyID) }
        states[index] = .held(key)
      } else if row.wrapped != nil {
        let isInForce = try store.masterFingerprint() == master.fingerprint
        states[index] = isInForce ? .damaged : .masterChanged
      }
    }
    return states
  }
}

extension EventID {
  /// 128 random bits as 32 hexadecimal digits.
  fileprivate static func randomHex() -> String {
    var generator = SystemRandomNumberGenerator()
    let bits: (UInt64, UInt64) = (generator.next(), generator.next())
    return withUnsafeBytes(of: bits) { Hex.string($0) }
  }
}
