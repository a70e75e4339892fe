/// Every phrase and word list, in both languages.
struct Lexicon: Sendable {
  /// The templates, taken to pieces.
  let book: PhraseBook
  /// What is said whatever the matter is, by language.
  let phrases: [Phrases]
  /// What is said about each service, by service and language.
  let services: [[ServiceWording]]
  /// The lists of the upper-case slots, by language and letter.
  private let lists: [[Wording]]

  /// Made once; it takes some milliseconds.
  static let shared = Lexicon()

  private init() {
    var book = PhraseBook()
    phrases = [Phrases.english(&book), Phrases.spanish(&book)]
    lists = [
      Lexicon.lists(Words.english, &book), Lexicon.lists(Words.spanish, &book),
    ]
    services = Service.all.map { service in
      [ServiceWording(service.english, &book), ServiceWording(service.spanish, &book)]
    }
    self.book = book
  }

  /// The list of a slot.
  /// - Parameters:
  ///   - slot: an upper-case letter.
  ///   - language: whose words.
  /// - Returns: the list; that of things for a letter that has none.
  func list(_ slot: UInt8, _ language: Language) -> Wording {
    lists[language.rawValue][Int(slot &- UInt8(ascii: "A"))]
  }

  private static func lists(
    _ words: [(letter: Unicode.Scalar, text: String)], _ book: inout PhraseBook
  ) -> [Wording] {
    var lists = [Wording](repeating: book.add(["…"]), count: 26)
    for (letter, text) in words {
      let place = Int(letter.value) - 65
      lists[place] = text.contains("\n") ? book.addLines(text) : book.addWords(text)
    }
    return lists
  }
}

/// What is said about a service in one language.
struct ServiceWording: Sendable {
  let title: String
  let replyTitle: String
  let problems: Wording
  let details: Wording
  let answers: Wording
  let resolutions: Wording

  init(_ text: ServiceText, _ book: inout PhraseBook) {
    title = text.title
    replyTitle = "Re: \(text.title)"
    problems = book.add(text.problems)
    details = book.add(text.details)
    answers = book.add(text.answers)
    resolutions = book.add(text.resolutions)
  }
}
