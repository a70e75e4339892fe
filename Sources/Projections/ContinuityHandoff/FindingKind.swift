/// The ways in which continuity is lost.
public enum FindingKind: String, Sendable, Hashable, CaseIterable {
  /// A fact was asked for that had been given and was not stale.
  case repeatAsk = "repeat_ask"
  /// The receiver spoke before the hand-off was viewed.
  case blindHandoff = "blind_handoff"
  /// The receiver said that something was missing from the packet.
  case contextMissing = "context_missing"
  /// The same matter came back in a new conversation that nobody linked.
  case brokenChain = "broken_chain"
  /// The matter went on in another channel, and nothing was carried over.
  case channelRestart = "channel_restart"
  /// A queue was visited again.
  case pingPong = "ping_pong"
  /// More legs than a matter should need.
  case chainLength = "chain_length"
}
