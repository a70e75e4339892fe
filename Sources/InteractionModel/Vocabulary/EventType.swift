/// The type of an event: dotted words, past tense, for example `case.opened`.
///
/// A type that ``EventCatalogue`` does not know is kept as it is; projections ignore it and count
/// it.
public struct EventType: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// The dotted name.
  public let rawValue: String
  /// The number of a type that the catalogue lists, from 0; negative for any other.
  ///
  /// Only this process's: it follows the order of the list. Two listed types are the same exactly
  /// when their numbers are, so that folds compare numbers and not texts.
  @usableFromInline let number: Int

  /// The type of that name; see ``isValid(_:)`` for names from outside.
  public init(rawValue: String) {
    self.init(rawValue)
  }

  /// The type of that name; see ``isValid(_:)`` for names from outside.
  public init(_ name: String) {
    var copy = name
    self = copy.withUTF8 { EventType.listed[$0] } ?? EventType(name: name, number: -1)
  }

  /// The type whose name is spelled by some bytes of ASCII.
  init(ascii name: UnsafeBufferPointer<UInt8>) {
    self =
      EventType.listed[name] ?? EventType(name: String(decoding: name, as: UTF8.self), number: -1)
  }

  /// No type: what a record has before its type is read.
  static let none = EventType(name: "", number: -1)

  private static let listed = WordTable(
    EventCatalogue.listed.enumerated().map { number, type in
      (type.name, EventType(name: type.name, number: number))
    })

  private init(name: String, number: Int) {
    rawValue = name
    self.number = number
  }

  /// Equal when the names are.
  @inlinable
  public static func == (left: EventType, right: EventType) -> Bool {
    left.number == right.number && (left.number >= 0 || left.rawValue == right.rawValue)
  }

  /// Hashes the name, or the number that stands for it.
  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(number)
    if number < 0 { hasher.combine(rawValue) }
  }

  /// Whether a text can be a type: 1 to 128 ASCII letters, digits or `. _ : / -`.
  /// - Parameter text: the candidate.
  /// - Returns: true when it can.
  public static func isValid(_ text: String) -> Bool {
    PlainWord.isValid(text, admitsSlash: true)
  }

  /// The word before the first dot: the group of VOCABULARY.
  public var group: Substring { rawValue.prefix { $0 != "." } }

  /// Whether only the log and its program say such a thing, so that no intake may: who read, held,
  /// disclosed or erased what, which keys there are, what a projection passes over.
  ///
  /// That is every type of the governance groups, those that nobody has thought of yet included, in
  /// whatever case the group is written. A correction that a source makes is no `record.corrected`
  /// but a fact of its own (`fact.corrected`, `message.edited`, `case.due_changed`, …).
  public var isReserved: Bool {
    number >= 0 ? EventType.listedReserved[number] : reservedName != nil
  }

  /// Of each type that the catalogue lists, whether it is reserved.
  private static let listedReserved = EventCatalogue.listed.map {
    EventType(name: $0.name, number: -1).reservedName != nil
  }

  /// What is reserved of this type: `hold.…`, `party.erased`; nil when it is not.
  ///
  /// For errors, which must not say what else a source wrote.
  public var reservedName: String? {
    let group = group.lowercased()
    if EventType.governanceGroups.contains(group) { return "\(group).…" }
    let isErasure = rawValue.lowercased() == EventType.partyErased.rawValue
    return isErasure ? EventType.partyErased.rawValue : nil
  }

  /// The groups of the events by which a log governs itself.
  package static let governanceGroups: Set<String> = [
    "access", "erasure", "hold", "key", "log", "projection", "record", "retention",
  ]

  /// The dotted name.
  public var description: String { rawValue }
}
