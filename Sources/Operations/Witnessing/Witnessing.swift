public import Compliance
internal import EventLog
internal import InteractionModel
public import Merkle

/// Has a checkpoint cosigned by the witnesses that the log names.
///
/// Each is proven that the checkpoint extends the one it cosigned last, as far as the log knows; one
/// that says it was another is proven from there, once. What they answer is kept with the checkpoint.
public struct Witnessing: Sendable {
  private let events: any EventStore
  private let alarms: any LogAlarms
  private let post: any WitnessPost
  private let quorum: Int?
  private let limit: Duration

  /// How long a witness is waited for by somebody who is asked to stop.
  private static let leave = Duration.seconds(3)

  /// Work that has not begun.
  /// - Parameters:
  ///   - store: the store, open to append: what is cosigned is kept for ever.
  ///   - post: how witnesses are asked.
  ///   - quorum: how many have to cosign; nil for as many as the log says.
  ///   - limit: how long each may take.
  public init(
    _ store: OpenStore, by post: any WitnessPost = HTTPWitnessPost(), quorum: Int? = nil,
    within limit: Duration = .seconds(10)
  ) {
    events = store.events
    alarms = store.alarms
    self.post = post
    self.quorum = quorum
    self.limit = limit
  }

  /// Asks every witness at once that has not cosigned it yet.
  /// - Parameter signed: a checkpoint that is kept.
  /// - Returns: the checkpoint, as it is kept now, and who did not cosign it.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read, or a cosignature not kept.
  public func run(_ signed: SignedCheckpoint) async throws -> WitnessedCheckpoint {
    let witnesses = try events.witnesses()
    let epoch = try events.signingKeys().epochs.last { $0.key.name == signed.checkpoint.origin }
    let since = UInt64(clamping: epoch?.from.rawValue ?? 0)
    // What was signed before the log named a witness is none of the witness's business.
    let asked = witnesses.registered.filter {
      UInt64($0.from.rawValue) <= signed.checkpoint.size && !signed.names($0.key)
    }
    var cosigned = signed
    var failures: [WitnessedCheckpoint.Failure] = []
    let answers = await withTaskGroup(of: Answer.self) { group in
      for witness in asked {
        group.addTask { await answer(of: witness, to: signed, since: since) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    // In the order of the log, whoever was the first to answer.
    for witness in asked {
      switch answers.first(where: { $0.witness == witness })?.result {
      case .success(let with): cosigned = cosigned.joined(by: with.cosignatures)
      case .failure(let fault):
        failures.append(WitnessedCheckpoint.Failure(witness: witness, fault: fault))
      case nil: break
      }
    }
    if cosigned != signed { cosigned = try events.keep(cosigned) }
    try note(failures, of: cosigned, witnesses)
    for shown in answers.compactMap(\.shown) { try alarms.take(shown, of: events) }
    return WitnessedCheckpoint(
      cosigned, by: witnesses.registered.filter { cosigned.names($0.key) }.map(\.key),
      of: quorum ?? witnesses.quorum, failures: failures)
  }

  /// Keeps what witnesses raised an alarm about, until they cosign or are none any more.
  private func note(
    _ failures: [WitnessedCheckpoint.Failure], of signed: SignedCheckpoint, _ witnesses: Witnesses
  ) throws {
    let before = try alarms.witnessAlarms()
    let now = witnesses.registered.compactMap { witness -> WitnessAlarm? in
      let failure = failures.first { $0.witness == witness }
      if let cosigned = failure?.fault.alarmingSize {
        return WitnessAlarm(
          witness: witness.key.name, cosigned: cosigned, size: signed.checkpoint.size)
      }
      return signed.names(witness.key) ? nil : before.first { $0.witness == witness.key.name }
    }
    try alarms.keep(now)
  }

  private struct Answer {
    let witness: Witnesses.Registered
    let result: Result<SignedCheckpoint, WitnessFault>
    /// What it cosigned last, of one that raises an alarm and tells.
    let shown: SignedCheckpoint?
  }

  private func answer(
    of witness: Witnesses.Registered, to signed: SignedCheckpoint, since: UInt64
  ) async -> Answer {
    let result = await cosignature(of: signed, by: witness, since: since)
    guard case .failure(let fault) = result, fault.isAlarm, let url = WitnessURL(witness.url),
      let reply = try? await post.last(
        of: signed.checkpoint.origin, at: url, within: min(limit, Witnessing.leave)),
      reply.status == 200
    else { return Answer(witness: witness, result: result, shown: nil) }
    return Answer(witness: witness, result: result, shown: try? SignedCheckpoint(reply.body))
  }

  /// The checkpoint with a witness's cosignature; what it cosigned under another origin counts for nothing.
  private func cosignature(
    of signed: SignedCheckpoint, by witness: Witnesses.Registered, since: UInt64
  ) async -> Result<SignedCheckpoint, WitnessFault> {
    do throws(WitnessFault) {
      guard let url = WitnessURL(witness.url) else {
        throw .unreachable(reason: "the log names no URL of it")
      }
      let size = signed.checkpoint.size
      let last = try lastCosigned(by: witness.key)
      let known = last < since ? 0 : min(last, size)
      var reply = try await ask(url, for: signed, from: known)
      var old = known
      if reply.status == 409 {
        old = try reply.stale(than: old, of: size)
        guard old <= size else { throw try beyond(old, size) }
        reply = try await ask(url, for: signed, from: old)
      }
      return .success(try reply.cosignature(of: signed, by: witness.key, from: old))
    } catch {
      return .failure(error)
    }
  }

  private func ask(
    _ url: WitnessURL, for signed: SignedCheckpoint, from old: UInt64
  ) async throws(WitnessFault) -> WitnessReply {
    let proof: [Hash]
    do throws(TreeError) {
      var tree = try events.tree(atSize: signed.checkpoint.size)
      // From nothing nothing is proven.
      proof = old == 0 ? [] : try tree.consistencyProof(from: old).path
    } catch {
      throw .unproven(reason: error.diagnosis.reason)
    }
    let request = WitnessRequest(oldSize: old, proof: proof, checkpoint: signed)
    return try await post.send(
      request.bytes, to: url, within: Task.isCancelled ? min(limit, Witnessing.leave) : limit)
  }

  private func lastCosigned(by witness: VerifierKey) throws(WitnessFault) -> UInt64 {
    do throws(StorageFault) {
      return try events.lastCosigned(by: witness)
    } catch {
      throw .unproven(reason: error.diagnosis.reason)
    }
  }

  /// What it means that a witness has cosigned more: another process may have signed meanwhile.
  private func beyond(_ cosigned: UInt64, _ size: UInt64) throws(WitnessFault) -> WitnessFault {
    do throws(StorageFault) {
      let head = UInt64(try events.head().position.rawValue)
      return cosigned <= head
        ? .later(cosigned: cosigned) : .ahead(cosigned: cosigned, size: head)
    } catch {
      throw .unproven(reason: error.diagnosis.reason)
    }
  }
}

extension WitnessReply {
  /// What a 409 tells: how many records the witness cosigned last.
  /// - Parameters:
  ///   - old: from how many it was asked.
  ///   - size: how many the checkpoint has.
  /// - Returns: their number, which is another one.
  /// - Throws: ``WitnessFault/otherHistory(cosigned:)`` when it cosigned another root of that very size;
  ///   ``WitnessFault/unreadable`` when it tells no number, or the one that it was asked from: that is no
  ///   reason to refuse.
  fileprivate func stale(than old: UInt64, of size: UInt64) throws(WitnessFault) -> UInt64 {
    let lines = String(decoding: body, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard lines.count <= 2, lines.dropFirst().allSatisfy(\.isEmpty),
      let told = lines.first, told.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let cosigned = UInt64(told)
    else { throw .unreadable }
    guard cosigned != old else {
      throw cosigned == size ? .otherHistory(cosigned: cosigned) : .unreadable
    }
    return cosigned
  }

  /// The checkpoint with what the witness said of it.
  fileprivate func cosignature(
    of signed: SignedCheckpoint, by witness: VerifierKey, from old: UInt64
  ) throws(WitnessFault) -> SignedCheckpoint {
    switch status {
    case 200: break
    case 403: throw .unknownKey
    case 404: throw .unknownLog
    case 409:
      let cosigned = try stale(than: old, of: signed.checkpoint.size)
      throw cosigned > old ? .later(cosigned: cosigned) : .unreadable
    case 422: throw .otherHistory(cosigned: old)
    default: throw .unexpected(status: status)
    }
    let lines = String(decoding: body, as: UTF8.self).split(separator: "\n")
    let signatures = lines.compactMap { NoteSignature(line: String($0)) }
    do throws(NoteError) {
      var cosigned = signed
      guard let own = signatures.first(where: { $0.name == witness.name && $0.keyID == witness.id })
      else { throw .notSigned(by: [witness.name]) }
      try cosigned.add(own, of: witness)
      return cosigned
    } catch {
      throw .notCosigned(error)
    }
  }
}
