public import EventLog
public import InteractionModel
public import Projections
internal import Vault

extension OpenStore {
  /// Lets a projection pass over a record that it cannot take.
  /// - Parameters:
  ///   - position: the record.
  ///   - projection: which, by the version of its code that this program has.
  ///   - reason: why, in words; kept sealed.
  /// - Returns: the quarantine.
  /// - Throws: ``QuarantineError``, or ``/EventLog/AppendError``.
  public func quarantine(
    _ position: Position, for projection: Projection, reason: String
  ) async throws -> Quarantine {
    let log = try await log()
    guard try events.record(at: position) != nil else {
      throw QuarantineError.noRecord(position, head: try events.head().position)
    }
    var event = NewEvent(
      id: log.minter.eventID(
        source: "throughline", externalID: "\(projection.name)@\(position)",
        externalVersion: String(projection.version), name: "quarantine"),
      stream: .projection(projection.name), type: .eventQuarantined)
    event.actor = actor
    event.body = [
      "projection": .string(projection.name), "codeVersion": .int(Int64(projection.version)),
      "position": .int(position.rawValue),
    ]
    event.personal = [
      PersonalPart(subject: event.defaultSubject, content: ["reason": .string(reason)])
    ]
    do throws(AppendError) {
      return Quarantine(
        projection: projection.name, position: position,
        recordedAt: try await log.append([event]).first?.position ?? .start)
    } catch {
      guard case .idReused(_, let place) = error else { throw error }
      throw QuarantineError.passedOver(projection.name, position, recordedAt: place)
    }
  }
}

/// That a projection passes over a record.
public struct Quarantine: Sendable, Hashable {
  /// The projection.
  public let projection: String
  /// The record.
  public let position: Position
  /// Where that is recorded.
  public let recordedAt: Position

  /// The quarantine as answers have it.
  public var json: JSONObject {
    [
      "projection": .string(projection), "position": .int(position.rawValue),
      "recordedAt": .int(recordedAt.rawValue),
    ]
  }
}

/// Why a record is not put into quarantine.
public enum QuarantineError: Error, Remediable, Hashable {
  /// The log has no such record.
  case noRecord(Position, head: Position)
  /// The projection passes over it already.
  case passedOver(String, Position, recordedAt: Position)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .noRecord(let position, let head):
      Diagnosis("the log has no position \(position)", "it ends at \(head)")
    case .passedOver(let name, let position, let place):
      Diagnosis("\(name) passes over position \(position) already, see position \(place)")
    }
  }
}
