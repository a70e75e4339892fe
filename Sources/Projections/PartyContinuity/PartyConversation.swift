internal import InteractionModel

/// One conversation of a party, as far as the party's records show it and continuity needs it.
struct PartyConversation: FieldwiseCodable, Sendable, Hashable {
  /// A link of the conversation to a case, or out of one.
  struct Link: Sendable, Hashable {
    var position = Position.start
    var target: String?
  }

  /// A context that was sent on: a transfer, or a hand-off alone.
  struct Sending: Sendable, Hashable {
    var moment = Moment.blank
    /// Where to; nil when it is a hand-off alone, or the source does not say.
    var channel: String?
    /// All ids by which the receiver may name it.
    var ids = StringSet()
  }

  var id = ""

  /// Its `conversation.started`, else its first record.
  ///
  /// The value is the time as the source said it.
  var started = Earliest<String>()
  /// The first `conversation.resumed`.
  var resumed = Earliest<String>()
  var activity = PartyActivity()
  /// The channel it began in.
  var channel = Earliest<String>()
  /// All channels it went through, the agency's inner ones apart.
  var channels = StringSet()
  /// Who began it.
  var direction = Earliest<String>()
  /// How its first leg came about.
  var method = Earliest<String>()
  /// How often the party itself said or did something in it.
  var turns: Int64 = 0

  /// Whether a start or resumption names its case, so that its other records do not count for it.
  var isInCase = false
  /// The case as the source last said it.
  var saidCase = Latest<String>()
  /// When the source first said each case; the value is the case.
  var saidCases: [Earliest<String>] = []
  /// Its links, in log order.
  var links: [Link] = []

  /// What it is about, coded by an agent or the issue coding.
  var issue = Latest<String>()
  /// The service that a transfer named.
  var service = Latest<String>()
  /// What an assistant took it to be about; an inference.
  var intent = Latest<String>()
  /// What it came to, by (effective time, position).
  var outcomes: [PartyOutcome] = []

  /// What was sent on from it.
  var sendings: [Sending] = []
  /// The ids of what was received in it.
  var received = StringSet()
  /// When something was first received that its record does not name.
  var arrived = Earliest<String>()
  /// Call backs promised in it.
  var callbacksPromised = StringSet()
  /// Call backs completed in it.
  var callbacksCompleted = StringSet()
  /// How many call backs were completed in it that the records do not name.
  var callsBack: Int64 = 0

  /// The moment it starts; nil when only links and the like are known of it.
  var start: Moment? {
    started.moment.map { Moment(time: $0.time, position: $0.position) }
  }

  /// Whether the agency began it: an outbound conversation, a call back, an outreach.
  var isByAgency: Bool {
    switch (method.value, channel.value) {
    case ("outbound", _), ("callback", _): true
    case (_, "outreach"), (_, "callback"), (_, "survey"), (_, "internal"): true
    default: direction.value == "outbound"
    }
  }

  /// Whether it can be taken up again: the party came to the agency, or answered it.
  var isHeard: Bool {
    switch channel.value {
    case "survey", "internal": false
    default: !isByAgency || turns > 0
    }
  }

  /// The case the conversation was in at the start of another one, as far as the records show.
  /// - Parameter moment: the start of the other conversation.
  /// - Returns: the case of the last link by then, else the one the source had said last.
  func recordedCase(at moment: Moment) -> String? {
    if let link = links.last(where: { !(moment.position < $0.position) }) { return link.target }
    // Not by ``mentions``, which sorts: a chain of conversations asks this often.
    var said: (moment: Moment, id: String)?
    for mention in saidCases {
      guard let time = mention.moment, let id = mention.value, !(moment < time),
        said.map({ !(time < $0.moment) }) ?? true
      else { continue }
      said = (time, id)
    }
    return said?.id
  }

  /// When the source first said each case, by the moment it did.
  var mentions: [(moment: Moment, id: String)] {
    saidCases.compactMap { said in
      guard let moment = said.moment, let id = said.value else { return nil }
      return (moment, id)
    }.sorted { $0.moment < $1.moment }
  }

  /// The first record that says a case; nil when none does.
  func firstMention(of id: String) -> Moment? {
    saidCases.first { $0.value == id }?.moment
  }

  /// Channels in which one reaches the same desk: the telephone menu, a call, a call back.
  private static let telephone = StringSet(["callback", "ivr", "voice"])

  /// Whether going on in the channel of another conversation is no change of channel.
  func sharesChannel(with next: PartyConversation) -> Bool {
    channels.intersects(next.channels)
      || channels.intersects(Self.telephone) && next.channels.intersects(Self.telephone)
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&id, &activity, &callbacksPromised, &channels)
    try fields(&direction, &sendings, &channel, &callbacksCompleted)
    try fields(&links, &method, &callsBack, &outcomes)
    try fields(&saidCases, &saidCase, &isInCase, &resumed)
    try fields(&started, &turns, &issue, &service)
    try fields(&intent, &received, &arrived)
  }
}

extension PartyConversation.Link: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&position, &target)
  }
}

extension PartyConversation.Sending: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moment, &channel, &ids)
  }
}
