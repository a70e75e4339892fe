/// Every figure that can be measured, by its name on the command line: group/name.
enum FigureKind: String, CaseIterable {
  case batch1000IntegerKey = "append/batch-1000-L1"
  case batch1000TextKeys = "append/batch-1000-L2"
  case batch100TextKeys = "append/batch-100-L2"
  case batch1TextKeys = "append/batch-1-L2"
  case writers = "append/writers-64"
  case written = "append/written"
  case stored = "append/stored"
  case appendAtScale = "append/at-10x"
  case importCloudEvents = "import/cloudevents"
  case lag = "live/lag-p99"
  case scanDecoded = "scan/decoded"
  case scanOpened = "scan/opened"
  case verify = "proof/verify"
  case prove = "proof/prove-p99"
  case rebuild = "rebuild/time"
  case rebuildMemory = "rebuild/memory"
  case rebuildGrowth = "rebuild/memory-at-10x"
  case replayMemory = "replay/memory"
  case replayGrowth = "replay/memory-at-10x"
  case asOf = "question/as-of-p99"
  case live = "question/one-case-p99"
  case phraseP50 = "search/phrase-p50"
  case phraseP99 = "search/phrase-p99"
  case termsP50 = "search/two-terms-p50"
  case termsP99 = "search/two-terms-p99"
  case prefixP50 = "search/prefix-p50"
  case prefixP99 = "search/prefix-p99"
  case caseShow = "answer/case-show"
  case caseTimeline = "answer/case-timeline"
  case conversationShow = "answer/conversation-show"
  case conversationTimeline = "answer/conversation-timeline"
  case partyShow = "answer/party-show"
  case partyTimeline = "answer/party-timeline"
  case handoffShow = "answer/handoff-show"
  case findPhone = "answer/find-phone"
  case findName = "answer/find-name"
  case findID = "answer/find-id"
  case findBeginning = "answer/find-beginning"
  case searchCase = "answer/search-case"
  case searchParty = "answer/search-party"
  case listCases = "answer/list-cases"
  case listConversations = "answer/list-conversations"
  case listHandoffs = "answer/list-handoffs"
  case answerMemory = "answer/memory"

  /// The groups in their order.
  static let groups = FigureKind.allCases.reduce(into: [String]()) { groups, kind in
    if groups.last != kind.group { groups.append(kind.group) }
  }

  /// The part before the slash.
  var group: String { String(rawValue.prefix { $0 != "/" }) }

  /// Whether it compares ten times the events with the events: measured with `--full` only.
  var isOfGrowth: Bool {
    switch self {
    case .appendAtScale, .rebuildGrowth, .replayGrowth: true
    default: false
    }
  }

  /// What is asked for it; nil for what is no answer about something large.
  var question: AskedQuestion? {
    group == "answer" ? AskedQuestion(rawValue: String(rawValue.dropFirst(7))) : nil
  }

  /// The figures that a name on the command line means: a group, or one figure; nil for neither.
  static func named(_ name: String) -> [FigureKind]? {
    if let kind = FigureKind(rawValue: name) { return [kind] }
    let group = allCases.filter { $0.group == name }
    return group.isEmpty ? nil : group
  }

  /// What is measured, for people.
  var title: String {
    switch self {
    case .batch1000IntegerKey, .batch1000TextKeys: "append, batch 1,000"
    case .batch100TextKeys: "append, batch 100"
    case .batch1TextKeys: "append, batch 1"
    case .writers: "append, 64 writers, batch 1"
    case .written: "bytes written an event, batch 100"
    case .stored: "bytes stored, by the records' own"
    case .appendAtScale: "append at ten times the events"
    case .importCloudEvents: "import, CloudEvents"
    case .lag: "behind at 1,000 events/s, p99"
    case .scanDecoded: "scan, decoded"
    case .scanOpened: "scan, opened and decoded"
    case .verify: "verify"
    case .prove: "prove a record, p99"
    case .rebuild: "rebuild, 3 projections and search"
    case .rebuildMemory: "memory of a rebuild"
    case .rebuildGrowth: "memory of a rebuild, ten times"
    case .replayMemory: "memory of a replay"
    case .replayGrowth: "memory of a replay, ten times"
    case .asOf: "as-of of one case, p99"
    case .live: "one case, read model, p99"
    case .phraseP50: "search phrase, top 20, p50"
    case .phraseP99: "search phrase, top 20, p99"
    case .termsP50: "search two terms, top 20, p50"
    case .termsP99: "search two terms, top 20, p99"
    case .prefixP50: "search prefix, top 20, p50"
    case .prefixP99: "search prefix, top 20, p99"
    case .caseShow: "case show, 50,000 events"
    case .caseTimeline: "case timeline, 50,000 events"
    case .conversationShow: "conversation show, 100,000 messages"
    case .conversationTimeline: "conversation timeline, 100,000 messages"
    case .partyShow: "party show, 20,000 conversations"
    case .partyTimeline: "party timeline, 20,000 conversations"
    case .handoffShow: "handoff show, of the case"
    case .findPhone: "find the party by phone"
    case .findName: "find the party by name"
    case .findID: "find the party by id"
    case .findBeginning: "find the party by the beginning of its id"
    case .searchCase: "search in the case"
    case .searchParty: "search in what is of the party"
    case .listCases: "list of open cases"
    case .listConversations: "list of the party's conversations"
    case .listHandoffs: "list of a department's hand-offs"
    case .answerMemory: "memory of an answer, the most"
    }
  }

  var unit: String {
    switch self {
    case .batch1000IntegerKey, .batch1000TextKeys, .batch100TextKeys, .batch1TextKeys, .writers,
      .appendAtScale, .importCloudEvents, .scanDecoded, .scanOpened, .verify:
      "events/s"
    case .written: "bytes"
    case .stored: "×"
    case .rebuild: "s"
    case .rebuildMemory, .rebuildGrowth, .replayMemory, .replayGrowth: "MB"
    case .lag, .prove, .asOf, .live, .phraseP50, .phraseP99, .termsP50, .termsP99, .prefixP50,
      .prefixP99:
      "ms"
    case .answerMemory: "MB"
    case .caseShow, .caseTimeline, .conversationShow, .conversationTimeline, .partyShow,
      .partyTimeline, .handoffShow, .findPhone, .findName, .findID, .findBeginning, .searchCase,
      .searchParty, .listCases, .listConversations, .listHandoffs:
      "ms"
    }
  }

  /// What the limit is, where there is one.
  var limitName: String {
    switch self {
    case .batch1000IntegerKey: "L1"
    case .batch1000TextKeys, .batch100TextKeys, .batch1TextKeys, .written: "L2"
    case .writers: "one writer"
    case .importCloudEvents: "appended"
    case .scanDecoded, .scanOpened: "L3"
    case .verify: "SHA-256"
    case .rebuild: "L4"
    case .appendAtScale, .rebuildGrowth, .replayGrowth: "tenth"
    case .phraseP50, .phraseP99, .termsP50, .termsP99, .prefixP50, .prefixP99: "FTS5"
    case .stored, .lag, .prove, .rebuildMemory, .replayMemory, .asOf, .live, .answerMemory: ""
    case .caseShow, .caseTimeline, .conversationShow, .conversationTimeline, .partyShow,
      .partyTimeline, .handoffShow, .findPhone, .findName, .findID, .findBeginning, .searchCase,
      .searchParty, .listCases, .listConversations, .listHandoffs:
      "50 rows"
    }
  }

  var goal: Goal {
    switch self {
    case .batch1000IntegerKey, .scanDecoded: .ratioAtLeast(0.4)
    case .batch1000TextKeys, .batch100TextKeys: .ratioAtLeast(2)
    case .batch1TextKeys, .appendAtScale: .ratioAtLeast(0.8)
    case .writers: .ratioAtLeast(6)
    case .importCloudEvents: .ratioAtLeast(0.85)
    case .written: .valueAtMost(8_000)
    case .stored: .valueAtMost(1.3)
    case .scanOpened: .ratioAtLeast(0.2)
    case .verify: .ratioAtLeast(0.5)
    case .rebuild, .phraseP99, .termsP99, .prefixP99: .ratioAtMost(1)
    case .rebuildMemory, .replayMemory: .valueAtMost(400)
    // The same to a tenth: a peak is never the same twice.
    case .rebuildGrowth, .replayGrowth: .bothAtMost(ratio: 1.1, value: 400)
    case .lag: .valueAtMost(50)
    case .asOf: .valueAtMost(20)
    case .live: .valueAtMost(1)
    case .prove, .phraseP50, .termsP50, .prefixP50: .valueAtMost(10)
    case .caseShow, .caseTimeline, .conversationShow, .conversationTimeline, .partyShow,
      .partyTimeline, .handoffShow, .findPhone, .findName, .findID, .findBeginning, .searchCase,
      .searchParty, .listCases, .listConversations, .listHandoffs:
      .valueAtMost(200)
    case .answerMemory: .valueAtMost(64)
    }
  }
}
