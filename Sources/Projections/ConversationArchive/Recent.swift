internal import InteractionModel

/// Something that was noted at a moment.
protocol Noted: FieldwiseCodable, Sendable, Hashable {
  var moment: Moment { get }
}

/// The latest of many notes, and how many there are: what a document has room for.
struct Recent<Note: Noted>: Sendable, Hashable {
  /// By moment.
  private(set) var notes: [Note] = []
  /// How many there are in all.
  private(set) var count: Int64 = 0

  init() {}

  /// Takes a note.
  mutating func insert(_ note: Note) {
    count += 1
    let place = notes.lastIndex { !(note.moment < $0.moment) }.map { $0 + 1 } ?? 0
    notes.insert(note, at: place)
    if notes.count > Transcript.listed { notes.removeFirst() }
  }
}

extension Recent: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(
    _ fields: inout Coder
  ) throws(Coder.Failure) { try fields(&count, &notes) }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try visit(&state)
    guard notes.count <= Transcript.listed, notes.count <= count else { throw state.damage }
  }
}
