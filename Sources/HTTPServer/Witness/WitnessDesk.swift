internal import Dispatch
public import Merkle

/// Answers what logs ask of a witness, one after the other.
///
/// A checkpoint is judged, kept and cosigned in one go, on a queue of its own, because keeping it blocks:
/// of two requests at once the second is judged by what the first left behind. It is kept before it
/// is cosigned, so whatever ends the process in between, nothing was cosigned that is not remembered.
public final class WitnessDesk: Sendable {
  private let witness: Witness
  private let memory: any WitnessMemory
  private let now: @Sendable () -> UInt64
  private let tell: @Sendable (WitnessNews) -> Void
  private let serial = DispatchQueue(label: "throughline.witness", qos: .userInitiated)

  /// A desk at which nobody has asked yet.
  /// - Parameters:
  ///   - witness: who cosigns.
  ///   - memory: what it cosigned last, which nobody else changes meanwhile.
  ///   - now: the time, in seconds from 1970.
  ///   - tell: is told what was cosigned, and what went wrong.
  public init(
    _ witness: Witness, memory: any WitnessMemory, now: @escaping @Sendable () -> UInt64,
    tell: @escaping @Sendable (WitnessNews) -> Void
  ) {
    self.witness = witness
    self.memory = memory
    self.now = now
    self.tell = tell
  }

  /// Answers a request.
  /// - Parameter body: the body of the request.
  /// - Returns: what is answered.
  public func answer(_ body: [UInt8]) async -> WitnessAnswer {
    await withCheckedContinuation { continuation in
      serial.async { continuation.resume(returning: self.decide(body)) }
    }
  }

  /// Tells which checkpoint of a log was cosigned last, with which the log sees what it lacks.
  /// - Parameter name: the SHA-256 of the log's name, in hexadecimal.
  /// - Returns: what is answered.
  public func last(of name: String) async -> WitnessAnswer {
    await withCheckedContinuation { continuation in
      serial.async { continuation.resume(returning: self.tellLast(of: name)) }
    }
  }

  private func tellLast(of name: String) -> WitnessAnswer {
    do {
      let log = witness.logs.first { WitnessRequest.name(of: $0.name) == name }
      return try log.flatMap { try memory.last(of: $0.name) }.map(WitnessAnswer.last) ?? .unknown
    } catch {
      tell(.failed(error))
      return .failed
    }
  }

  private func decide(_ body: [UInt8]) -> WitnessAnswer {
    let request: WitnessRequest
    do throws(NoteError) {
      request = try WitnessRequest(body)
    } catch {
      return .refused(.malformed(error))
    }
    do {
      return .cosigned(try cosign(request.checkpoint, as: request))
    } catch let refusal as WitnessRefusal {
      if refusal.isAlarming { tell(.refused(refusal)) }
      return .refused(refusal)
    } catch {
      tell(.failed(error))
      return .failed
    }
  }

  private func cosign(
    _ checkpoint: SignedCheckpoint, as request: WitnessRequest
  ) throws -> NoteSignature {
    let last = try memory.last(of: checkpoint.checkpoint.origin)
    do throws(WitnessRefusal) {
      try witness.judge(request, after: last?.checkpoint)
    } catch {
      switch error {
      case .fork: try memory.keep(fork: checkpoint)
      // Every tree extends none, and itself.
      case .notProven
      where last.map { $0.checkpoint.size > 0 } == true
        && last?.checkpoint != checkpoint.checkpoint:
        try memory.keep(unproven: checkpoint)
      default: break
      }
      throw error
    }
    if last?.checkpoint != checkpoint.checkpoint { try memory.keep(checkpoint) }
    let signature = try witness.cosign(checkpoint, at: now())
    tell(.cosigned(checkpoint.checkpoint))
    return signature
  }
}

/// What a witness has to say to whoever runs it.
public enum WitnessNews: Sendable {
  /// A checkpoint was cosigned.
  case cosigned(Checkpoint)
  /// A log asked for what contradicts what it signed before, or may.
  case refused(WitnessRefusal)
  /// The witness could not do its work; nothing was cosigned.
  case failed(any Error)
}
