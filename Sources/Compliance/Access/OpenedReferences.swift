internal import EventLog
public import InteractionModel
public import ProjectionEngine
internal import Projections
internal import Vault

/// The words behind references, opened at once under one purpose and one account.
public struct OpenedReferences: Sendable {
  /// What a reference leads to.
  public enum Content: Sendable, Hashable {
    /// These words, with the place of each.
    case text([Text])
    /// None, because of a code: `no_purpose`, `not_permitted`, `redacted`, `erased` or
    /// `unavailable`.
    case withheld(String)
    /// The parts are open and have nothing in those places.
    case nothing
  }

  /// Words and their place.
  public struct Text: Sendable, Hashable {
    /// Where in the part (RFC 6901).
    public let pointer: String
    /// The words.
    public let text: String
  }

  private var references: [Reference]
  /// Those of which nobody knows whether anything stands there, or which count only where others lead
  /// nowhere, and these do not.
  private let supposed: Set<Reference>
  /// Those that count, or would where others lead nowhere.
  private let possible: Set<Reference>
  private var words: [Reference: Content]
  /// Whether a purpose was stated, so that what stays closed has another reason.
  package let isOpen: Bool
  /// The edits among the records that are referred to.
  private let edits: [Position: Record]
  private let records: [Position: OpenedRecord]

  /// Opens all references in some values.
  /// - Parameters:
  ///   - values: documents of read models.
  ///   - supposed: references to what may be there or not, which is withheld from nobody.
  ///   - alternatives: references to where what others lead to may stand instead.
  ///   - places: records that are opened as a whole; see ``record(at:)``.
  ///   - subset: the part of the log whose edits count; nil for all of it.
  ///   - reader: who asks, and why.
  ///   - scope: what the account says is looked at.
  /// - Throws: when the account cannot be written, or a record cannot be read.
  public init(
    in values: [JSONValue], supposing supposed: [JSONValue] = [],
    or alternatives: [JSONValue] = [], besides places: [Position] = [],
    edited subset: LogSubset? = nil,
    by reader: Reader, scope: AccessGate.Scope
  ) async throws {
    let references = Reference.all(in: values + supposed + alternatives)
    let positions = Set(references.map(\.position) + places).sorted()
    let records = try positions.compactMap { try reader.store.events.record(at: $0)?.decoded() }
    let editions = try reader.editions(before: records, edited: subset)
    let all = Dictionary((records + editions.values.joined()).map { ($0.position, $0) }) {
      first, _ in first
    }
    let gate = try await reader.gate()
    let sorted = all.values.sorted { $0.position < $1.position }
    let opened = try await gate.open(sorted, scope: scope)
    self.init(
      references, counting: values, or: alternatives, in: opened, editions, isOpen: gate.isOpen,
      besides: gate.isOpen ? [] : reader.wordless(among: sorted))
  }

  /// The words behind all references in some values, from records that were opened.
  /// - Parameters:
  ///   - values: documents of read models.
  ///   - opened: the records.
  public init(in values: [JSONValue], of opened: [OpenedRecord]) {
    self.init(Reference.all(in: values), counting: values, in: opened, [:], isOpen: true)
  }

  private init(
    _ references: [Reference], counting values: [JSONValue], or alternatives: [JSONValue] = [],
    in records: [OpenedRecord],
    _ editions: [Position: [Record]], isOpen: Bool, besides wordless: Set<Position> = []
  ) {
    let opened = Dictionary(records.map { ($0.record.position, $0) }) { first, _ in first }
    func parts(of position: Position) -> [OpenedPart] {
      let before = editions[position]?.map(\.position) ?? []
      return OpenedPart.standing(of: (before + [position]).map { opened[$0]?.parts ?? [] })
    }
    var words: [Reference: Content] = [:]
    for reference in references {
      words[reference] =
        opened[reference.position]?.isRedacted == true
        ? .withheld("redacted")
        : OpenedReferences.words(
          at: reference, in: parts(of: reference.position), isOpen: isOpen)
      if words[reference] == .withheld("no_purpose"), wordless.contains(reference.position) {
        words[reference] = .nothing
      }
    }
    self.references = references
    let counted = Reference.chains(in: values).compactMap { chain in
      chain.first { words[$0] != .nothing } ?? chain.first
    }
    supposed = Set(references).subtracting(counted)
    possible = Set(Reference.all(in: values + alternatives))
    self.isOpen = isOpen
    self.words = words
    self.records = opened
    edits = opened.compactMapValues { $0.record.type == .messageEdited ? $0.record : nil }
  }

  /// The records in which the references that lead to something stand.
  package var places: Set<Position> {
    Set(references.filter { words[$0] != .nothing }.map(\.position))
  }

  /// A record that was opened, with all of its parts that may be seen; nil when it was not.
  public func record(at position: Position) -> OpenedRecord? { records[position] }

  private static func words(
    at reference: Reference, in parts: [OpenedPart], isOpen: Bool
  ) -> Content {
    let contents = parts.compactMap(\.content).map(JSONValue.object)
    let texts = reference.pointers.compactMap { pointer -> Text? in
      let value = contents.lazy.compactMap { $0.value(at: pointer) }.first
      return value.map { Text(pointer: pointer, text: $0.string ?? $0.canonicalText) }
    }
    if !texts.isEmpty { return .text(texts) }
    // A part that stays closed may be the one that has it.
    for part in parts {
      switch part.result {
      case .opened: continue
      case .erased: return .withheld("erased")
      case .unavailable: return .withheld("unavailable")
      case .notPermitted: return .withheld(isOpen ? "not_permitted" : "no_purpose")
      }
    }
    return .nothing
  }

  /// What a reference leads to, or the first of those that count otherwise which leads to anything;
  /// nothing when the value is no reference.
  public subscript(value: JSONValue?) -> Content {
    leading(value).flatMap { words[$0.reference] } ?? .nothing
  }

  /// Which of a reference and those that count otherwise leads to anything, else the first; nil when the
  /// value is none.
  package func leading(_ value: JSONValue?) -> JSONValue? {
    let leading: (reference: Reference, value: JSONValue)? = leading(value)
    return leading?.value
  }

  private func leading(_ value: JSONValue?) -> (reference: Reference, value: JSONValue)? {
    let chain = Reference.chain(value)
    return chain.first { words[$0.reference] ?? .nothing != .nothing } ?? chain.first
  }

  /// Forgets the places of a reference in which nothing was said.
  /// - Parameters:
  ///   - value: a reference to some places, not all of which are there.
  ///   - known: those in which there may be words where they stay closed.
  /// - Returns: the reference to the others; nil when there are none.
  package mutating func narrow(_ value: JSONValue, to known: [String]) -> JSONValue? {
    guard let reference = Reference(value), let content = words.removeValue(forKey: reference),
      let place = references.firstIndex(of: reference)
    else { return nil }
    let pointers =
      switch content {
      case .text(let texts): texts.map(\.pointer)
      case .withheld: reference.pointers.filter(known.contains)
      case .nothing: [String]()
      }
    let narrowed: JSONValue = [
      "position": .int(reference.position.rawValue),
      "pointers": .array(pointers.map(JSONValue.string)),
    ]
    guard let rest = Reference(narrowed) else {
      references.remove(at: place)
      return nil
    }
    references[place] = rest
    words[rest] = content
    return narrowed
  }

  /// The edit that the words of a reference are from; nil when they stand as first written.
  public func edit(_ value: JSONValue?) -> Record? {
    leading(value).flatMap { edits[$0.reference.position] }
  }

  /// A reference with when the words were edited, if they were: `edited`.
  public func noting(editOf value: JSONValue) -> JSONValue {
    guard var reference = value.object, let edit = edit(value) else { return value }
    reference["edited"] = .string(edit.occurred?.text ?? edit.recorded.description)
    return .object(reference)
  }

  /// The opened words, by position and pointer: `17/text`.
  public var opened: JSONObject {
    JSONObject(
      references.flatMap { reference -> [(String, JSONValue)] in
        guard case .text(let texts)? = words[reference] else { return [] }
        return texts.map { ("\(reference.position)\($0.pointer)", .string($0.text)) }
      })
  }

  /// What stays closed, and because of what.
  ///
  /// Without a purpose nobody knows which of several places has the words: each of them is told, though they
  /// count as one.
  public var withheld: [JSONValue] {
    references.compactMap { reference in
      guard case .withheld(let because)? = words[reference],
        !supposed.contains(reference) || because == "no_purpose" && possible.contains(reference)
      else { return nil }
      return [
        "because": .string(because), "pointer": .string(reference.pointers.last ?? ""),
        "position": .int(reference.position.rawValue),
      ]
    }
  }

  /// How many references stay closed, by what keeps them so.
  public var withheldCounts: [String: Int] {
    var counts: [String: Int] = [:]
    for (reference, content) in words where !supposed.contains(reference) {
      if case .withheld(let because) = content { counts[because, default: 0] += 1 }
    }
    return counts
  }
}

extension JSONValue {
  /// The value at a JSON pointer (RFC 6901); nil when there is none.
  func value(at pointer: String) -> JSONValue? {
    guard let names = JSONPointer.names(in: pointer) else { return nil }
    var value = self
    for name in names {
      switch value {
      case .object(let object):
        guard let member = object[name] else { return nil }
        value = member
      case .array(let elements):
        guard let index = JSONPointer.index(name), elements.indices.contains(index) else {
          return nil
        }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }
}
