internal import InteractionModel

/// Everything that was said and happened in one conversation.
///
/// One that is folded from the start holds what the records say in the order of the log, each in
/// O(1): nothing is looked up while folding. A long one is stored in parts (``TranscriptParts``),
/// each with what belongs to one thing, and goes on in parts from there, so that a further record
/// costs the same however long it is. Either way an edit, a redaction or a doubled delivery may come
/// before what it is about, and the order of delivery makes no difference: ``ThingReading`` puts it
/// together.
///
/// References, codes, ids and times only; text stays sealed in the log.
struct Transcript: FoldState {
  /// How much a transcript has in lists before it is stored in parts.
  static let length = 128
  /// How many legs, codings and links a conversation's document lists; all are counted.
  static let listed = 64

  /// How much this one has in lists before it is long; the same for all states of a projection.
  var length = Transcript.length

  /// How many records were taken.
  var events: Int64 = 0
  /// Records of a type that the catalogue does not know.
  var unknown: Int64 = 0
  /// How often the conversation was resumed.
  var resumptions: Int64 = 0

  /// How often something that was said was edited.
  var edits: Int64 = 0
  /// How often something that was said was redacted.
  var redactions: Int64 = 0

  /// The words that the lists and parts below refer to.
  var words = StringTable()
  /// In log order; none of a transcript in parts.
  var entries: [TranscriptEntry] = []
  /// In log order; none of a transcript in parts.
  var amendments: [Amendment] = []
  /// In log order; none of a transcript in parts.
  var uses: [ResponseUse] = []

  /// Whether it is in parts, and nothing in lists.
  var isInParts = false
  /// The parts; of one in lists no more than the legs that its head has no room for.
  var parts = TranscriptParts()
  /// What is counted in the parts.
  var counts = EntryCounts()
  /// How many uses of responses the parts have.
  var useCount: Int64 = 0

  /// The first ones, in order of their first record in the log.
  var legs: [ConversationLeg] = []
  /// How many there are in all.
  var legCount: Int64 = 0
  var issues = Recent<CodedIssue>()
  /// The codes of all issues.
  var issueCodes = StringSet()
  var links = Recent<LinkNote>()

  var channels = StringSet()
  var departments = StringSet()
  /// Parties, as their records name them; merges are followed when rows are made.
  var parties = StringSet()
  var agents = StringSet()
  /// Those who are neither: `type:id`, or the type alone.
  var others = StringSet()
  /// What is odd about the records: codes.
  var flags = StringSet()

  /// The first channel that is not within the agency.
  var firstChannel = Earliest<String>()
  /// Who began it.
  var direction = Earliest<String>()
  /// Who had it last.
  var department = Latest<String>()
  var language = Latest<String>()
  /// The case the source said it belongs to.
  var saidCase = Latest<String>()
  /// The last leg's or the conversation's outcome.
  var disposition = Latest<Ending>()
  /// Closed or resumed.
  var ending = Latest<Ending>()
  /// Whether whoever came gave up: `abandoned`, or `open` when somebody was there after all.
  var activity = Latest<String>()

  // Times as the source said them.
  var started = Earliest<String>()
  var firstTouch = Earliest<String>()
  var lastTouch = Latest<String>()
  /// The latest time among the entries, as far as their clocks can be believed.
  var latest: Instant?

  init() {}

  /// A state before any record that has no more than that in lists.
  init(length: Int) {
    self.length = length
  }
}
