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

  /// The data keys of some subjects, in their order; creates those that are not there, in one
  /// durable call of the store.
  ///
  /// `unneeded` is asked about subjects whose key was destroyed and who have no other: for whom of
  /// them nothing new will be kept. Those get a key that is kept nowhere.
  func dataKeys(
    for subjects: [Subject],
    unneeded: (Set<Subject>) throws(StorageFault) -> Set<Subject> = { _ in [] }
  ) throws(StorageFault) -> [DataKey] {
    guard !subjects.isEmpty else { return [] }
    try refresh()
    var found = cached(subjects)
    var missing: [Subject] = []
    var places: [Subject: Int] = [:]
    for (index, subject) in subjects.enumerated() where found[index] == nil {
      if let place = places[subject] {
        if missing[place].party == nil { missing[place] = subject }
      } else {
        places[subject] = missing.count
        missing.append(subject)
      }
    }
    guard !missing.isEmpty else { return found.compactMap { $0 } }
    let spent = try spent(among: missing)
    let spared = spent.isEmpty ? [] : try unneeded(spent)
    let wanted = missing.filter { !spared.contains($0) }
    let obtained = wanted.isEmpty ? [] : try obtain(wanted)
    var keys = Dictionary(uniqueKeysWithValues: zip(wanted, obtained))
    for subject in spared {
      keys[subject] = DataKey(id: EventID.randomHex(), key: SymmetricKey(size: .bits256))
    }
    for (index, subject) in subjects.enumerated() where found[index] == nil {
      found[index] = keys[subject]
    }
    return found.compactMap { $0 }
  }

  /// The keys that are in memory; nil for subjects whose row must be looked at.
  private func cached(_ subjects: [Subject]) -> [DataKey?] {
    state.withLock { state in
      subjects.map { subject in
        let cached = state.subjects.value(of: subject)
        let isKnown = cached.map { $0.knowsParty || subject.party == nil } ?? false
        return isKnown ? cached?.key : nil
      }
    }
  }

  private func obtain(_ subjects: [Subject]) throws(StorageFault) -> [DataKey] {
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

  /// What the vault has for some key ids.
  func keyStates(of keyIDs: [String]) throws(StorageFault) -> [String: KeyState] {
    try refresh()
    var states: [String: KeyState] = [:]
    var unknown: [String] = []
    state.withLock { state in
      for keyID in keyIDs {
        if let key = state.keys.value(of: keyID) {
          states[keyID] = .held(key)
        } else if states.updateValue(.missing, forKey: keyID) == nil {
          unknown.append(keyID)
        }
      }
    }
    guard !unknown.isEmpty else { return states }
    var master = state.withLock { $0.master }
    var rows = try store.keys(withIDs: unknown)
    if rows.contains(where: { $0.wrapped.map { master.unwrap($0) == nil } ?? false }) {
      // A rotation of this process may lie between the two looks: look again when it is over.
      wrapping.withLock { _ in master = state.withLock { $0.master } }
      rows = try store.keys(withIDs: unknown)
    }
    for row in rows {
      if row.isDestroyed {
        states[row.keyID] = .destroyed
      } else if let wrapped = row.wrapped {
        if let key = master.unwrap(wrapped) {
          let key = DataKey(id: row.keyID, key: key)
          state.withLock { $0.keys.insert(key, for: row.keyID) }
          states[row.keyID] = .held(key)
        } else {
          let isInForce = try store.masterFingerprint() == master.fingerprint
          states[row.keyID] = isInForce ? .damaged : .masterChanged
        }
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
