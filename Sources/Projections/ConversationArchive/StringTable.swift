internal import InteractionModel

/// The words that come again and again in the records of a conversation, each kept once: types,
/// actors, channels, departments.
///
/// Entries hold their places, so that a state of a thousand messages stays small and is copied
/// without counting references. Two words are one when their bytes are.
struct StringTable: Sendable {
  private struct Spelling: Hashable {
    let text: String

    static func == (left: Spelling, right: Spelling) -> Bool {
      left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  /// In order of first use.
  private(set) var list: [String] = []
  private var places: [Spelling: Int32] = [:]

  init() {}

  /// The place of a word, from 1; 0 for none.
  mutating func place(of word: String?) -> Int32 {
    guard let word else { return 0 }
    let spelling = Spelling(text: word)
    if let place = places[spelling] { return place }
    list.append(word)
    let place = Int32(list.count)
    places[spelling] = place
    return place
  }

  /// The word at a place; nil at 0.
  subscript(place: Int32) -> String? {
    place > 0 && place <= list.count ? list[Int(place) - 1] : nil
  }

  /// Whether there is a word at each of some places, or the place says none.
  func hold(_ places: Int32...) -> Bool {
    places.allSatisfy { $0 >= 0 && $0 <= list.count }
  }
}

extension StringTable {
  /// Who did something, as users see it; nil when the record does not say.
  /// - Parameters:
  ///   - type: the place of the kind of actor.
  ///   - id: the place of the actor's id.
  ///   - partyRoot: whom a party belongs to.
  /// - Returns: an object with `type` and, where it is known, `id`.
  func author(_ type: Int32, _ id: Int32, _ partyRoot: (String) -> String) -> JSONValue? {
    guard let type = self[type] else { return nil }
    var object: Document<AuthorField> = [.type: .string(type)]
    let id = self[id]
    object.put(.id, Actor.partyTypes.contains(type) ? id.map(partyRoot) : id)
    return object.json
  }
}

extension StringTable: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(list)
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    let list: [String] = try state.read()
    self.init()
    for word in list { _ = place(of: word) }
    guard self.list.count == list.count else { throw state.damage }
  }
}
