/// How much a witness lets those who can reach it take, so that nobody keeps the others out.
public struct WitnessLimits: Sendable {
  /// How many connections are served at once; the next ones wait.
  public var connections = 128
  /// How long nothing may come over a connection.
  public var idle = Duration.seconds(15)
  /// How long a connection lives, whatever comes over it.
  public var whole = Duration.seconds(60)

  /// The usual ones: 128 connections, 15 and 60 seconds.
  public init() {}
}
