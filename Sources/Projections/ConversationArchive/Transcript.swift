internal import InteractionModel

/// Everything that was said and happened in one conversation.
///
/// Holds what the records say in the order of the log, each in O(1): nothing is looked up while
/// folding, because an edit, a redaction or a doubled delivery may come before what it is about.
/// ``TranscriptReading`` puts it together, so that the order of delivery makes no difference.
///
/// References, codes, ids and times only; text stays sealed in the log.
struct Transcript: FoldState {
  /// How many records were taken.
  var events: Int64 = 0
  /// Records of a type that the catalogue does not know.
  var unknown: Int64 = 0
  /// How often the conversation was resumed.
  var resumptions: Int64 = 0

  /// The words that the lists below refer to.
  var words = Words()
  /// In log order.
  var entries: [TranscriptEntry] = []
  /// In log order.
  var amendments: [Amendment] = []
  /// In order of their first record in the log.
  var legs: [ConversationLeg] = []
  /// In log order.
  var issues: [CodedIssue] = []
  /// In log order.
  var uses: [ResponseUse] = []
  /// In log order.
  var links: [LinkNote] = []

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

  init() {}
}
