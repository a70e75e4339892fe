internal import InteractionModel

/// What the records of a matter say about its continuity.
///
/// Holds codes, ids, times and places in the log; text stays sealed there. Everything is kept by
/// (effective time, position) and nothing is decided before it is asked for (see ``MatterView``),
/// so that a late delivery gives what a timely one would have given. The packets alone are made
/// when their records come, because they say what could be known then.
struct MatterHistory: Sendable, Hashable {
  /// How many records were taken.
  var events: Int64 = 0
  /// What the agency was told.
  var facts = KnownFacts()
  /// The conversations, by id.
  var passages: [Passage] = []
  /// What happened, by (effective time, position), as far as the rows need it.
  var touches: [Touch] = []
  /// What was promised, and what became of that.
  var promised = PromiseHistory()
  /// What agents wrote and asked.
  var acts: TouchPages
  /// What packets alone show: what is attached and needed, and what was tried.
  var details: TouchPages
  /// The first of ``acts`` that came after each hand-off's answer, by the hand-off's id; where all
  /// pages are known they are looked through instead.
  var firstActs: [String: Touch] = [:]
  /// The hand-offs, and steps whose hand-off is not known yet.
  var handoffs: [Handoff] = []
  /// Who the party is, in order of the log.
  var identities: [Identity] = []
  /// The last editions of messages, one a message.
  var edits: [MessageEdit] = []
  /// The event ids of messages that are redacted.
  var redacted = StringSet()

  /// The party that the first record names.
  var party = Earliest<String>()
  /// The service that the matter is about.
  var service = Latest<String>()
  /// The language it is spoken in.
  var language = Latest<String>()
  /// The issue as a person coded it.
  var issue = Latest<String>()
  /// The issue as a machine inferred it.
  var inferredIssue = Latest<String>()
  /// What the assistant took the party to want.
  var intent = Latest<String>()
  /// The last touch; the value is the time as the source said it.
  var lastTouch = Latest<String>()

  /// A history before any record.
  /// - Parameter size: how many touches a page has.
  init(pagesOf size: Int = TouchPages.size) {
    acts = TouchPages("a", size: size)
    details = TouchPages("d", size: size)
  }

  /// Puts a touch where its time belongs, behind those of the same record.
  mutating func add(_ touch: Touch) {
    switch touch.kind {
    case .message, .question: return acts.append(touch)
    case .step, .failure, .response, .attempt, .attachment, .need: return details.append(touch)
    default: break
    }
    var touch = touch
    if touch.kind == .clock {
      touch.moment = touches.filter { $0.kind == .clock }.settled(touch.moment, by: \.moment)
    }
    let place = touches.lastIndex { !(touch.moment < $0.moment) }.map { $0 + 1 } ?? 0
    touches.insert(touch, at: place)
  }

  /// Takes a hand-off, or what one record says of one.
  ///
  /// One record can show that what looked like two hand-offs is one.
  /// - Parameter handoff: what the record says.
  /// - Returns: the place of the whole hand-off.
  mutating func take(_ handoff: Handoff) -> Int {
    var whole = handoff
    for other in handoffs where other.leg.keys.intersects(handoff.leg.keys) { whole.take(other) }
    handoffs.removeAll { $0.leg.keys.intersects(handoff.leg.keys) }
    handoffs.append(whole)
    return handoffs.count - 1
  }

  /// The time that the matter has come to: for whether a fact is stale, folds having no clock.
  var now: Instant { lastTouch.moment?.time ?? Instant(microseconds: 0) }
}
