public import Compliance
public import EventLog
internal import InteractionModel
public import Merkle
internal import Queries
public import Store
internal import Vault

/// Looks whether a log is what its records say, and whether what was made from it belongs to it.
public struct Verifying: Sendable {
  private let url: StoreURL
  private let settings: StoreSettings
  private let limit: Int
  private let supervisor: Supervisor

  /// Work that has not begun.
  /// - Parameters:
  ///   - url: the store, in whatever state it is; nothing of it is written.
  ///   - settings: what it is opened with.
  ///   - limit: after how many problems to stop.
  ///   - supervisor: whoever has it done.
  public init(
    _ url: StoreURL, _ settings: StoreSettings, limit: Int = 100, _ supervisor: Supervisor
  ) {
    self.url = url
    self.settings = settings
    self.limit = limit
    self.supervisor = supervisor
  }

  /// Checks that a checkpoint from outside is signed by a key that is trusted, or by the one that follows it
  /// by then, as the log's own records show (``/EventLog/SigningKeyRotation``, ``/EventLog/EpochStart``); or by
  /// one before it that it attests (``/EventLog/EventStore/attestation(by:_:)``).
  /// - Parameters:
  ///   - signed: the checkpoint.
  ///   - key: a key of the log, got from elsewhere.
  ///   - witnesses: keys of witnesses, got from elsewhere.
  ///   - quorum: how many of them have to have cosigned it.
  /// - Throws: ``/Merkle/NoteError``, or ``/EventLog/UnattestedKey`` when it is one before it that it does not
  ///   attest.
  public func require(
    _ signed: SignedCheckpoint, trusting key: VerifierKey, and witnesses: [VerifierKey] = [],
    quorum: Int = 0
  ) throws {
    // Of a log that cannot be read the key itself has to do.
    let (keys, isAttesting) = (try? signingKeys(attestedBy: key)) ?? (SigningKeys(), false)
    let signer = keys.signer(of: signed.checkpoint, trusting: key)
    if signer != key, (try? signed.verify(with: key)) != nil {
      throw NoteError.notInForce(name: key.name, size: signed.checkpoint.size)
    }
    if signer == nil, let earlier = keys.signer(of: signed.checkpoint) {
      try signed.verify(with: earlier)
      guard isAttesting else { throw UnattestedKey(name: key.name) }
    } else {
      try signed.verify(with: signer ?? key)
    }
    try signed.require(quorum, of: witnesses)
  }

  /// The keys of the log, and whether one of them attests those before it.
  private func signingKeys(
    attestedBy key: VerifierKey
  ) throws -> (keys: SigningKeys, isAttesting: Bool) {
    let store = try OpenStore(url, to: .read, settings)
    defer { store.closeWhatIsRead() }
    let keys = try store.events.signingKeys()
    // Whether the log extends that is found by the look at all of it.
    return (keys, try store.events.attestation(by: key, keys) != nil)
  }

  /// Looks at everything.
  /// - Parameters:
  ///   - opens: whether to open every sealed part as well, for which the key is needed; what it says is
  ///     shown to nobody.
  ///   - outside: a checkpoint that was kept elsewhere, whose signature was verified; the log must
  ///     begin with the records that it is of. Where it does not, nothing is appended to it from then on
  ///     (``/EventLog/LogAlarms``).
  ///   - key: the key that it was verified with. One that neither the records name nor the store's own file
  ///     has closes no log: anybody could have made it. The answer says so.
  ///   - marks: from where to go on, and where to note how far the look at the records is.
  /// - Returns: what was found.
  /// - Throws: ``/EventLog/StorageFault`` when there is no store or something of it was lost; of a log
  ///   that is as it should be also what keeps it from being opened.
  public func run(
    opens: Bool = false, against outside: SignedCheckpoint? = nil,
    trusting key: VerifierKey? = nil, marks: VerificationMarks? = nil
  ) throws -> Verification {
    let found = try supervisor.during(.verifying) { note in
      try url.verify(against: outside?.checkpoint, marks: marks, limit: limit) {
        note(WorkProgress($0, of: nil))
      }
    }
    let shown = found.problems.isEmpty ? Shown() : show(outside, by: key, size: found.size)
    if !found.sawVault { supervisor.tell(.sawNoVault) }
    var problems = found.problems
    let opening = opens && problems.count < limit ? try open(after: problems) : nil
    problems += opening?.problems ?? []
    // What a log that is not as it should be says of anything else is worth nothing.
    let rest = try problems.isEmpty ? lookAtRest(outside) : nil
    return Verification(
      size: found.size, root: found.root, checkpoints: found.checkpoints, unkept: rest?.unkept,
      uncosigned: found.uncosigned, unkeptWitnesses: rest?.unkeptWitnesses ?? [],
      outside: outside?.checkpoint, resumed: found.resumed,
      problems: problems, sawVault: found.sawVault,
      isClosed: shown.isClosed || rest?.isClosed == true, unnamed: shown.unnamed,
      keys: rest?.keys ?? SigningKeys(),
      parts: opening.map { ($0.opened, $0.erased) }, soundness: rest?.soundness,
      pendingErasures: rest?.pending ?? [])
  }

  /// Opens every sealed part; nil when the store is too damaged to be opened, so that its problems
  /// are shown instead.
  private func open(after problems: [LogProblem]) throws -> TestOpening? {
    var store: OpenStore?
    defer { store?.closeWhatIsRead() }
    let log: InteractionLog
    do {
      let opened = try OpenStore(url, to: .read, settings)
      store = opened
      log = try opened.unresumedLog()
    } catch {
      guard !problems.isEmpty else { throw error }
      supervisor.tell(.openedNothing(because: error))
      return nil
    }
    return try supervisor.during(.opening) { note in
      try log.testOpening(limit: limit - problems.count) { note(WorkProgress($0, of: nil)) }
    }
  }

  /// What came of showing the log checkpoints that it may not extend.
  private struct Shown {
    /// Whether nothing is appended to it from now on.
    var isClosed = false
    /// The key of the one from outside, where the log does not extend that and does not know the key.
    var unnamed: VerifierKey?
  }

  /// Shows the log the checkpoints that it may not extend: the one from outside, and one that it keeps itself
  /// of more records than it has.
  private func show(_ outside: SignedCheckpoint?, by key: VerifierKey?, size: Int64) -> Shown {
    var shown = Shown()
    do {
      let store = try OpenStore(url, to: .read, settings)
      defer { store.closeWhatIsRead() }
      let own = try? SigningKeyFile(path: url.defaultSigningKeyFile).read().verifier
      let kept = try store.events.lastCheckpoint(reaching: UInt64(clamping: size) + 1) { _ in true }
      for checkpoint in [kept, outside].compactMap(\.self)
      where try store.alarms.take(checkpoint, of: store.events, trusting: own) {
        shown.isClosed = true
      }
      let keys = try store.events.signingKeys()
      if let outside, let key, !shown.isClosed, !keys.names(key),
        try store.events.debt(to: outside.checkpoint, keys) != nil
      {
        shown.unnamed = key
      }
    } catch {
      supervisor.tell(.keptNoAlarm(because: error))
    }
    return shown
  }

  /// How many records a checkpoint is of that a key of the log has signed and the log does not keep.
  private func unkept(
    _ last: SignedCheckpoint, _ keys: SigningKeys, in store: OpenStore
  ) throws -> UInt64? {
    let size = last.checkpoint.size
    guard let key = keys.key(atSize: size), (try? last.verify(with: key)) != nil else { return nil }
    let kept = try store.events.lastCheckpoint(reaching: size) { $0.checkpoint.size == size }
    return kept == nil ? size : nil
  }

  /// The witnesses that the log names whose cosignatures a checkpoint from outside has, and the log does not
  /// keep with its own of that size.
  private func unkeptWitnesses(
    of outside: SignedCheckpoint, _ keys: SigningKeys, in store: OpenStore
  ) throws -> [VerifierKey] {
    let tree = outside.checkpoint
    let kept = try store.events.lastCheckpoint(reaching: tree.size) { $0.checkpoint == tree }
    guard let kept, let key = keys.key(atSize: tree.size) else { return [] }
    return try store.events.witnesses().known.filter { witness in
      !kept.names(witness)
        && (try? outside.verify(with: key, witnesses: [witness]))?.isEmpty == false
    }
  }

  private func lookAtRest(_ outside: SignedCheckpoint?) throws -> (
    soundness: Soundness, pending: [ErasureCertificate], keys: SigningKeys, isClosed: Bool,
    unkept: UInt64?, unkeptWitnesses: [VerifierKey]
  ) {
    let store = try OpenStore(url, to: .read, settings)
    defer { store.closeWhatIsRead() }
    let open: Void? = try? store.alarms.requireNothingMissing(in: store.events, forgetting: false)
    // What its key has signed last lies beside the store, mostly; whoever appends next is told of it.
    let file = SigningKeyFile(path: url.defaultSigningKeyFile)
    let last = try? file.lastSigned()
    let owed = try last.map {
      try store.events.owes($0, trusting: try? file.read().verifier)
    }
    let keys = try store.events.signingKeys()
    return (
      try Soundness(of: store), try ErasureCertificate.pending(in: store.events),
      keys, open == nil || owed == true,
      owed == true ? nil : try last.flatMap { try unkept($0, keys, in: store) },
      try outside.map { try unkeptWitnesses(of: $0, keys, in: store) } ?? []
    )
  }
}
