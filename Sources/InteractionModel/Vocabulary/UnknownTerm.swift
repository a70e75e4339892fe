/// A word of an event that the vocabulary does not have: its type, or a code where the list of codes
/// is closed.
///
/// The event can be appended all the same, and projections count it or make nothing of the word; so
/// nearly always somebody made a mistake.
public struct UnknownTerm: Sendable, Hashable {
  /// The type of the event.
  public let type: EventType
  /// The field of the body; nil when the type itself is unknown.
  public let field: String?
  /// The word.
  public let word: String
  /// What it is not on; nil when the type itself is unknown.
  private let list: ClosedList?

  /// The unknown words of an event; nearly always none.
  /// - Parameter event: the event.
  /// - Returns: its type, or those of its codes that are on no list.
  public static func terms(of event: NewEvent) -> [UnknownTerm] {
    guard event.type.number >= 0 else {
      return [UnknownTerm(type: event.type, field: nil, word: event.type.rawValue, list: nil)]
    }
    let fields = EventCatalogue.closedFields(of: event.type)
    if fields.isEmpty { return [] }
    return fields.compactMap { field, list in
      guard let word = event.body[field]?.string, !list.words.contains(word) else { return nil }
      return UnknownTerm(type: event.type, field: field, word: word, list: list)
    }
  }

  /// The words of the vocabulary that are most like it, the nearest first; none for the types of
  /// another system (`com.example.ticket.opened`), which are no mistakes.
  public var nearest: [String] {
    if let list { return NearestWords.words(to: word, among: list.words) }
    return type.isForeign ? [] : NearestWords.words(to: word, among: CatalogueType.names)
  }

  /// What is wrong.
  public var reason: String {
    guard let field, let list else { return "there is no event type “\(word)”" }
    return "“\(field)” of \(type) is “\(word)”, which is no \(list.name)"
  }

  /// What to write instead.
  public var remedy: String {
    let nearest = nearest.map { "“\($0)”" }
    return nearest.isEmpty
      ? "it is another system's own; give it a type of the vocabulary if it means the same"
      : "the nearest: \(nearest.joined(separator: ", "))"
  }
}

extension EventType {
  /// Whether it is another system's own by its form: reverse DNS, such as `com.example.opened`.
  var isForeign: Bool {
    number < 0 && rawValue.split(separator: ".").count > 2
      && !CatalogueType.groups.contains(String(group))
  }
}

extension CatalogueType {
  /// The names of all types, in the order of the catalogue.
  package static let names = allCases.map(\.type.rawValue)

  /// The words before the first dots of their names.
  fileprivate static let groups = Set(allCases.map { String($0.type.group) })
}
