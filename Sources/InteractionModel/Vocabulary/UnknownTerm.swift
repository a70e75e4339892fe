/// A word of an event that the vocabulary does not have: its type, the type of who acts, a code where
/// the list of codes is closed, a name that is nearly one of its fields, or no value where the field is
/// a time, a number or a truth.
///
/// So is the name of a field that other types have and this one does not, or that stands in the wrong place:
/// whoever wrote it meant something that nothing is made of.
///
/// The event can be appended all the same, and projections count it or make nothing of the word; so
/// nearly always somebody made a mistake.
public struct UnknownTerm: Sendable, Hashable {
  /// What kind of word it should be.
  private enum Kind: Sendable, Hashable {
    case type, actor, clock
    case code(ClosedList)
    /// The name of a member, and what it may have been meant to be.
    case member(slipOf: [String])
    /// The name of a field that belongs elsewhere: into that place, or to other types.
    case misplaced(place: String?)
    /// Whatever is no value of a kind, which was sealed.
    case value(FieldKind)
    /// Whatever is no code at all where the list of codes is closed, which was sealed.
    case noCode(ClosedList)
    /// A word of the envelope that is none of a closed list, which was sealed: those nearest to it.
    case envelope(nearest: [String])
    /// The case that another one is merged into, of which nothing is known.
    case place
    /// What an event is about, such as the message that it amends, which is no event.
    case event
    /// What an event is about, such as the call back that was made, which is an event of another kind.
    case otherEvent
  }

  /// The type of the event.
  public let type: EventType
  /// Where it stands: a field of the body, `actor.type`, or the object of which it is the name of a
  /// member (`body`, `data`); nil when the type itself is unknown.
  public let field: String?
  /// The word; empty of what was sealed because it is no value, and may be something personal.
  public let word: String
  private let kind: Kind

  /// The words of the closed lists of the envelope.
  private static let envelope = [
    "channel": Channel.allCases.map(\.rawValue), "direction": Direction.allCases.map(\.rawValue),
  ]

  /// What the fields name that are about another event.
  private static let named = [
    "message": "message", "callback": "call back", "commitment": "commitment",
    "transfer": "transfer", "handoff": "hand-off",
  ]

  /// How clocks of service levels are usually called; others may be.
  private static let clocks = [
    "response", "first_response", "next_response", "resolution", "update",
  ]

  /// The unknown words of an event; nearly always none.
  /// - Parameter event: the event.
  /// - Returns: its type, or those of its codes that are on no list.
  public static func terms(of event: NewEvent) -> [UnknownTerm] {
    var terms: [UnknownTerm] = []
    func add(_ field: String?, _ word: String, _ kind: Kind) {
      terms.append(UnknownTerm(type: event.type, field: field, word: word, kind: kind))
    }
    if let actor = event.actor?.type, !Actor.types.contains(actor) {
      add("actor.type", actor, .actor)
    }
    guard event.type.number >= 0 else {
      add(nil, event.type.rawValue, .type)
      return terms
    }
    for (field, list) in EventCatalogue.closedFields(of: event.type) {
      guard let word = event.body[field]?.string, !list.words.contains(word) else { continue }
      add(field, word, .code(list))
    }
    // What a mapping sealed because it is not of its kind is flagged.
    for case .string(let flag) in event.body["flags"]?.array ?? [] where flag.hasPrefix("sealed:") {
      let field = String(flag.dropFirst("sealed:".count))
      if let known = envelope[field] {
        let word = event.personal.lazy.compactMap { $0.content[field]?.string }.first ?? ""
        terms.append(UnknownTerm(word: word, in: field, of: event.type, known: known))
      } else if let term = UnknownTerm(sealed: field, of: event.type) {
        terms.append(term)
      }
    }
    switch event.type {
    case .slaStarted, .slaPaused, .slaMet, .slaBreached:
      guard let clock = event.body["clock"]?.string, !clocks.contains(clock),
        !NearestWords.slips(of: clock, among: clocks).isEmpty
      else { break }
      add("clock", clock, .clock)
    default: break
    }
    return terms
  }

  /// The name of a member that is none of those that are known, and nearly one; nil when it is not
  /// like any.
  /// - Parameters:
  ///   - name: the name, which something was sealed by.
  ///   - place: the object that has it: `body`, `data`.
  ///   - type: the type of the event.
  ///   - known: the names that are known.
  package init?(
    misspelt name: String, in place: String, of type: EventType, known: some Sequence<String>
  ) {
    let slips = NearestWords.slips(of: name, among: known)
    guard !slips.isEmpty else { return nil }
    self.init(type: type, field: place, word: name, kind: .member(slipOf: slips))
  }

  /// The name of a member that its type does not have in that place, though it has it in another or other
  /// types have it; nil of a name that nothing has, which is its source's own.
  /// - Parameters:
  ///   - name: the name, which something was sealed by.
  ///   - place: the object that has it: `body`, `data`.
  ///   - type: the type of the event.
  ///   - envelope: the names that `data` has.
  package init?(
    misplaced name: String, in place: String, of type: EventType, envelope: some Sequence<String>
  ) {
    guard EventCatalogue.lists(type) else { return nil }
    var other: String?
    if place == "body", envelope.contains(name) {
      other = "data"
    } else if EventCatalogue.fieldNames(of: type).contains(name) {
      other = "body"
    } else if !EventCatalogue.isField(name) {
      return nil
    }
    self.init(type: type, field: place, word: name, kind: .misplaced(place: other))
  }

  /// Whether an import that is strict refuses it: not the name of a field of other types, unless words of a
  /// closed list stand there, because what is made of an event hangs on these.
  public var isRefused: Bool {
    guard case .misplaced = kind else { return true }
    return UnknownTerm.envelope[word] != nil
      || ClosedList.all.contains { $0.fields.contains { $0.name == word } }
  }

  /// The members of what a source sealed, or a mapping seals, whose names are nearly those of sealed
  /// fields of the type; nearly always none.
  /// - Parameters:
  ///   - content: the names of the members.
  ///   - type: the type of the event.
  /// - Returns: those members.
  package static func misspelt(
    sealed content: some Sequence<String>, of type: EventType
  ) -> [UnknownTerm] {
    let sealed = EventCatalogue.sealedFields(of: type)
    guard !sealed.isEmpty else { return [] }
    return content.compactMap { name in
      // Whatever may be public may as well be sealed, and any event may have a note.
      guard !sealed.contains(name), !EventCatalogue.anyNote.contains(name),
        !EventCatalogue.fieldNames(of: type).contains(name)
      else { return nil }
      return UnknownTerm(
        misspelt: name, in: "sealed", of: type, known: sealed + EventCatalogue.anyNote)
    }
  }

  /// A field of the body whose value was sealed because it is none: of a time, a number, a truth, or of
  /// a closed list; nil of any other, in which people may write what they like.
  /// - Parameters:
  ///   - field: the name of the field.
  ///   - type: the type of the event.
  package init?(sealed field: String, of type: EventType) {
    if let closed = EventCatalogue.closedFields(of: type).first(where: { $0.field == field }) {
      self.init(type: type, field: field, word: "", kind: .noCode(closed.list))
      return
    }
    let told: [FieldKind] = [.time, .integer, .decimal, .boolean]
    guard let kind = EventCatalogue.fields(of: type)?[field], told.contains(kind) else {
      return nil
    }
    self.init(type: type, field: field, word: "", kind: .value(kind))
  }

  /// A word that is none of a closed list of the envelope, and was sealed; it is not repeated, for
  /// whoever made a mistake may have written something personal.
  /// - Parameters:
  ///   - word: the word.
  ///   - field: where it stands: `channel`, `direction`.
  ///   - type: the type of the event.
  ///   - known: the words of the list.
  package init(word: String, in field: String, of type: EventType, known: [String]) {
    self.init(
      type: type, field: field, word: "",
      kind: .envelope(nearest: NearestWords.words(to: word, among: known)))
  }

  /// What an event is about, such as the promise that it keeps, and that is no event.
  ///
  /// Nothing comes of it.
  /// - Parameters:
  ///   - field: the field that should name it.
  ///   - type: the type of the event.
  package init(unnamedEventIn field: String, of type: EventType) {
    self.init(type: type, field: field, word: "", kind: .event)
  }

  /// What an event is about, such as the promise that it keeps, and that is another event than one.
  ///
  /// Nothing comes of it.
  /// - Parameters:
  ///   - field: the field that should name it.
  ///   - type: the type of the event.
  package init(otherEventIn field: String, of type: EventType) {
    self.init(type: type, field: field, word: "", kind: .otherEvent)
  }

  /// The case that a merge leads into and that nothing is known of.
  /// - Parameters:
  ///   - field: the field that names it.
  ///   - type: the type of the event.
  package init(unknownCaseIn field: String, of type: EventType) {
    self.init(type: type, field: field, word: "", kind: .place)
  }

  private init(type: EventType, field: String?, word: String, kind: Kind) {
    self.type = type
    self.field = field
    self.word = word
    self.kind = kind
  }

  /// The words of the vocabulary that are most like it, the nearest first; none for the types of
  /// another system (`com.example.ticket.opened`), which are no mistakes.
  public var nearest: [String] {
    if case .noCode(let list) = kind { return list.words }
    if case .envelope(let nearest) = kind { return nearest }
    let known =
      switch kind {
      case .type: type.isForeign ? [] : CatalogueType.names
      case .actor: Actor.types
      case .clock: UnknownTerm.clocks
      case .code(let list): list.words
      case .member(let slips): slips
      case .misplaced(place: nil): EventCatalogue.listedFields(of: type).map(\.name)
      case .value, .noCode, .envelope, .event, .otherEvent, .place, .misplaced: [String]()
      }
    return NearestWords.words(to: word, among: known)
  }

  /// What its field names.
  private var named: String { UnknownTerm.named[field ?? ""] ?? "event" }

  /// What is wrong.
  public var reason: String {
    switch kind {
    case .type: "there is no event type “\(word)”"
    case .actor: "whoever acts in \(type) is “\(word)”, which is no type of actor"
    case .clock: "“clock” of \(type) is “\(word)”, as no clock is usually called"
    case .code(let list): "“\(field ?? "")” of \(type) is “\(word)”, which is no \(list.name)"
    case .member: "“\(field ?? "")” of \(type) has a member “\(word)”, which is none and is sealed"
    case .misplaced:
      "“\(field ?? "")” of \(type) has a member “\(word)”, which belongs elsewhere and is sealed"
    case .value(let kind): "“\(field ?? "")” of \(type) is no \(kind.noun) and is sealed"
    case .noCode(let list): "“\(field ?? "")” of \(type) is no \(list.name) and is sealed"
    case .place: "“\(field ?? "")” of \(type) names a case that this log knows nothing of"
    case .event:
      "“\(field ?? "")” of \(type) names no event of this log, so nothing comes of it"
    case .otherEvent:
      "“\(field ?? "")” of \(type) names an event that is no \(named), so nothing comes of it"
    case .envelope: "“\(field ?? "")” of \(type) is no \(field ?? "") and is sealed"
    }
  }

  /// What to write instead.
  public var remedy: String {
    switch kind {
    case .value(let kind): return kind.remedy
    case .misplaced(let place?): return "write it into “\(place)”"
    case .misplaced(place: nil):
      let own = EventCatalogue.listedFields(of: type).map(\.name)
      return own.isEmpty
        ? "\(type) has no fields of its own" : "\(type) has \(own.joined(separator: ", "))"
    case .place: return "import that case too, or write the id of the case that goes on"
    case .otherEvent: return "write the id of the \(named)’s event, or that its source gave it"
    case .event:
      return "import the \(named) too, or write the id of its event, or that its source gave it"
    case .noCode(let list): return "use one of \(list.words.joined(separator: ", "))"
    default: break
    }
    let nearest = nearest.map { "“\($0)”" }
    return nearest.isEmpty
      ? "it is another system's own; give it a type of the vocabulary if it means the same"
      : "the nearest: \(nearest.joined(separator: ", "))"
  }
}

extension FieldKind {
  /// What a value of it is, where whoever writes another is told.
  fileprivate var noun: String {
    switch self {
    case .time: "time"
    case .integer: "whole number"
    case .decimal: "decimal number"
    case .boolean: "truth value"
    default: rawValue
    }
  }

  /// How a value of it is written.
  fileprivate var remedy: String {
    switch self {
    case .time: "write a date, or date and time of day, such as 2015-04-13T10:05:00-04:00"
    case .integer: "write 42, without quotation marks"
    case .decimal: "write \"0.75\", in quotation marks"
    case .boolean: "write true or false, without quotation marks"
    default: "write a \(rawValue)"
    }
  }
}

extension Actor {
  /// The types of those who act.
  public static let types = ["party", "agent", "assistant", "system", "operator"]
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
