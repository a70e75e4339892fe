internal import InteractionModel

/// An event that will happen, and what is planted with it.
struct PlannedEvent: Sendable {
  /// What a projection should find here.
  enum Plant: Sendable {
    case none
    case repeatAsk
    case channelRestart
    case lateLink
    case wrongLink
  }

  /// When it happens, in milliseconds; ``NewEvent/occurred`` says the same.
  let time: Int64
  let event: NewEvent
  let plant: Plant
}
