internal import InteractionModel
internal import Queries

/// The vocabulary for people, in lines that a screen of 80 columns holds.
struct VocabularyView {
  private let vocabulary: Vocabulary
  private static var width: Int { Terminal.width ?? 80 }

  init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  static func show(examples types: [TypeDescription]) {
    for example in types.compactMap(\.example) { Terminal.show(example) }
  }

  /// All types, channels, lists and the profile.
  func show() {
    for group in vocabulary.groups {
      heading(group.name)
      lines(group.types.map { ($0.type.rawValue, $0.says) }, column: 28)
    }
    print("")
    heading("channels")
    text(Channel.allCases.map(\.rawValue).joined(separator: ", "))
    heading("directions")
    text(Direction.allCases.map(\.rawValue).joined(separator: ", "))
    heading("types of actors")
    text(Actor.types.joined(separator: ", "))
    heading("closed lists")
    for list in ClosedList.all where list.words != Channel.allCases.map(\.rawValue) {
      let fields = list.fields.map { "\($0.type.type) \($0.name)" }.joined(separator: ", ")
      text("\(list.name) (\(fields)): \(list.words.joined(separator: ", "))")
    }
    heading("CloudEvents 1.0, attributes")
    lines(vocabulary.attributes.map { ($0.name, $0.says) }, column: 15)
    heading("CloudEvents 1.0, data")
    lines(vocabulary.members.map { ($0.name, $0.says) }, column: 15)
    print("")
    text(vocabulary.rules)
  }

  /// Some types, each with all that there is to say.
  func show(_ types: [TypeDescription]) {
    for type in types { show(type) }
    heading("public fields of every type")
    lines(vocabulary.commonFields.map { ($0.name, VocabularyView.said($0)) }, column: 17)
  }

  private func show(_ type: TypeDescription) {
    print(Terminal.styled(type.type.rawValue, .bold))
    text("\(type.says)\(type.isReserved ? "; only the log itself says so" : "")")
    heading("  public")
    lines(type.fields.map { ($0.name, VocabularyView.said($0)) }, column: 17)
    heading("  sealed")
    lines(type.sealed.map { ($0.name, $0.says) }, column: 17)
    heading("  projections")
    lines(type.effects.map { ($0.projection, $0.effect) }, column: 19)
    if type.effects.isEmpty {
      text(
        type.isReserved
          ? "none takes it" : "none; those of the entities that it names count a touch")
    }
    if let example = type.example {
      heading("  example")
      for line in VocabularyView.spread(.object(example), indent: 0) { print(line) }
    }
    print("")
  }

  private static func said(_ field: TypeDescription.Field) -> String {
    let words = field.words.map { "; one of \($0.joined(separator: ", "))" } ?? ""
    return "\(field.says) (\(field.kind))\(words)"
  }

  private func heading(_ text: String) { print(Terminal.styled(text, .cyan)) }

  private func text(_ text: String) {
    for line in Card.wrapped(text, VocabularyView.width - 2) { print("  \(line)") }
  }

  /// Names with what they mean beside them.
  private func lines(_ words: [(name: String, says: String)], column: Int) {
    for (name, says) in words {
      let pieces = Card.wrapped(says, max(30, VocabularyView.width - column - 4))
      for (index, piece) in pieces.enumerated() {
        let label = index == 0 ? name : ""
        let gap = String(repeating: " ", count: max(1, column + 2 - label.count))
        print("  \(label)\(gap)\(piece)")
      }
    }
  }

  /// JSON in lines that fit; an object that does not has a line for each member.
  private static func spread(_ value: JSONValue, indent: Int, name: String = "") -> [String] {
    let margin = String(repeating: " ", count: indent)
    let line = "\(margin)\(name)\(value.canonicalText)"
    guard line.columns >= width, let object = value.object else { return [line] }
    let members = object.members.enumerated().map { index, member in
      var lines = spread(
        member.value, indent: indent + 2,
        name: "\(JSONValue.string(member.key).canonicalText): ")
      if index < object.count - 1 { lines[lines.count - 1] += "," }
      return lines
    }
    return ["\(margin)\(name){"] + members.flatMap(\.self) + ["\(margin)}"]
  }
}
