internal import InteractionModel

/// What a witness answers, as HTTP has it (C2SP tlog-witness).
public struct WitnessAnswer: Sendable, Hashable {
  /// The status code.
  public let status: Int
  /// The media type of the body.
  public let mediaType: String
  /// The body.
  public let body: String

  private static let text = "text/plain; charset=utf-8"
  /// What the size of a checkpoint is sent as.
  public static let sizeType = "text/x.tlog.size"

  private init(_ status: Int, _ body: String, mediaType: String = text) {
    self.status = status
    self.body = body
    self.mediaType = mediaType
  }

  /// A cosignature.
  public static func cosigned(_ signature: NoteSignature) -> WitnessAnswer {
    WitnessAnswer(200, "\(signature.line)\n")
  }

  /// The checkpoint that was cosigned last.
  public static func last(_ checkpoint: SignedCheckpoint) -> WitnessAnswer {
    WitnessAnswer(200, String(decoding: checkpoint.bytes, as: UTF8.self))
  }

  /// That nothing was cosigned of a log of that name.
  public static let unknown = WitnessAnswer(404, "no checkpoint of such a log was cosigned here\n")

  /// Why nothing is cosigned; of what the witness itself got wrong nobody outside is told more.
  public static let failed = WitnessAnswer(500, "the witness cannot cosign now\n")

  /// Why nothing is cosigned.
  public static func refused(_ refusal: WitnessRefusal) -> WitnessAnswer {
    let reason = "\(refusal.diagnosis.reason)\n"
    return switch refusal {
    case .malformed, .shrinking: WitnessAnswer(400, reason)
    case .notTrusted: WitnessAnswer(403, reason)
    case .unknownOrigin: WitnessAnswer(404, reason)
    case .stale(let size), .fork(_, let size): WitnessAnswer(409, "\(size)\n", mediaType: sizeType)
    case .notProven: WitnessAnswer(422, reason)
    }
  }
}
