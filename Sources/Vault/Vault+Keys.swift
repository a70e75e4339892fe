internal import Crypto
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Synchronization

extension Vault {
  /// Forgets what is cached when any process changed the vault since the last look.
  /// - Returns: the epoch; what is read from the store now may be kept as long as it is in force.
  @discardableResult
  private func refresh() throws(StorageFault) -> Int64 {
    let epoch = try store.epoch()
    state.withLock { state in
      guard state.epoch != epoch else { return }
      state.epoch = epoch
      state.forget()
    }
    return epoch
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
  /// `unneeded` is asked about subjects whose keys are gone and who have no other, and told the ids
  /// of those keys: for whom of them nothing new will be kept. Those get a key that is kept nowhere.
  func dataKeys(
    for subjects: [Subject],
    unneeded: ([Subject: [String]]) throws(StorageFault) -> Set<Subject> = { _ in [] }
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
      keys[subject] = DataKey(id: KeyID.next(), key: SymmetricKey(size: .bits256))
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
    let (rows, keys, epoch) = try wrapping.withLock {
      _ throws(StorageFault) -> ([SubjectKey], [DataKey], Int64) in
      let (master, epoch) = state.withLock { ($0.master, $0.epoch) }
      var fresh: [String: SymmetricKey] = [:]
      let hidden = subjects.map(hidden)
      let rows = try store.keys(for: hidden, wrappedBy: master.fingerprint) {
        _ throws(StorageFault) in
        let key = SymmetricKey(size: .bits256)
        let id = KeyID.next()
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
      return (rows, keys, epoch)
    }
    state.withLock { state in
      // Another thread may have seen meanwhile that what was read holds no more.
      guard state.epoch == epoch else { return }
      for (index, row) in rows.enumerated() {
        state.subjects.insert(
          CachedSubject(key: keys[index], knowsParty: row.party != nil), for: subjects[index])
        if let name = PartKey(row.keyID) { state.keys.insert(keys[index], for: name) }
      }
    }
    return keys
  }

  private static func damage(_ what: String) -> StorageFault {
    StorageFault(code: .corrupt, VaultError.damaged(what: what).diagnosis)
  }

  /// What the vault has for the keys of some parts.
  ///
  /// A key that is gone is missing, whatever its row says: only the log knows whether it was
  /// destroyed on purpose (``KeyStates/markDestroyed(_:)``).
  func keys(of batch: PartBatch) throws(StorageFault) -> KeyStates {
    let epoch = try refresh()
    var keys = KeyStates(batch.keys)
    state.withLock { state in
      for (place, name) in batch.keys.enumerated() {
        guard case .written(let name) = name, let key = state.keys.value(of: name) else { continue }
        keys.set(.held(key), at: place)
      }
    }
    let unknown = keys.unknown()
    guard !unknown.isEmpty else { return keys }
    var master = state.withLock { $0.master }
    var rows = try store.wrappedKeys(withIDs: unknown)
    var unwrapped = rows.map { $0.wrapped.flatMap { master.unwrap($0) } }
    if zip(rows, unwrapped).contains(where: { $0.wrapped != nil && $1 == nil }) {
      // A rotation of this process may lie between the two looks: look again when it is over.
      wrapping.withLock { _ in master = state.withLock { $0.master } }
      rows = try store.wrappedKeys(withIDs: unknown)
      unwrapped = rows.map { $0.wrapped.flatMap { master.unwrap($0) } }
    }
    var fresh: [(PartKey, DataKey)] = []
    fresh.reserveCapacity(rows.count)
    for (row, key) in zip(rows, unwrapped) {
      guard let name = PartKey(row.keyID), let place = batch.place(ofKey: name) else { continue }
      if let key {
        let key = DataKey(id: row.keyID, key: key)
        fresh.append((name, key))
        keys.set(.held(key), at: place)
      } else if row.wrapped != nil {
        let isInForce = try store.masterFingerprint() == master.fingerprint
        keys.set(isInForce ? .damaged : .masterChanged, at: place)
      }
    }
    state.withLock { state in
      // Another thread may have seen meanwhile that what was read holds no more.
      guard state.epoch == epoch else { return }
      for (name, key) in fresh { state.keys.insert(key, for: name) }
    }
    return keys
  }
}
