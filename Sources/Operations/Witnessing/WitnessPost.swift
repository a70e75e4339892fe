/// How witnesses are asked: whoever carries a request there and an answer back.
public protocol WitnessPost: Sendable {
  /// Asks a witness.
  /// - Parameters:
  ///   - body: the request.
  ///   - url: where the witness is.
  ///   - limit: how long it may take.
  /// - Returns: what was answered.
  /// - Throws: ``WitnessFault/unreachable(reason:)`` or ``WitnessFault/timedOut(limit:)``.
  func send(
    _ body: [UInt8], to url: WitnessURL, within limit: Duration
  ) async throws(WitnessFault) -> WitnessReply

  /// Asks a witness which checkpoint of a log it cosigned last: not every witness tells.
  /// - Parameters:
  ///   - origin: the name of the log.
  ///   - url: where the witness is.
  ///   - limit: how long it may take.
  /// - Returns: what was answered.
  /// - Throws: as ``send(_:to:within:)``.
  func last(
    of origin: String, at url: WitnessURL, within limit: Duration
  ) async throws(WitnessFault) -> WitnessReply
}

/// What a witness answered.
public struct WitnessReply: Sendable, Hashable {
  /// The status code.
  public let status: Int
  /// The body.
  public let body: [UInt8]

  /// An answer.
  public init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}
