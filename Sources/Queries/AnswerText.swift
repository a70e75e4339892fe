public import InteractionModel

extension JSONObject {
  /// The answer as it is printed: in the canonical form of RFC 8785, and decimal numbers as numbers.
  ///
  /// In the log a decimal is a string, whose digits are kept as they were given. Programs compare
  /// numbers, though: what an answer says of such a field is one, as far as a number has its value. An
  /// event that is shown to be sent stays what can be sent.
  public var answerText: String { AnswerText.text(.object(self)) }
}

private enum AnswerText {
  /// The names of the fields whose values are decimals, of whichever type.
  private static let decimals = Set(
    EventCatalogue.types.flatMap(EventCatalogue.listedFields).filter { $0.kind == .decimal }
      .map(\.name))

  /// Members that hold what is or was sent.
  private static let sent: Set<String> = ["example", "opened"]

  static func text(_ value: JSONValue) -> String {
    let plain = value.canonicalText
    // Nearly always there is none.
    guard decimals.contains(where: { plain.contains("\"\($0)\":\"") }) else { return plain }
    switch value {
    case .array(let elements): return "[" + elements.map(text).joined(separator: ",") + "]"
    case .object(let object):
      let members = object.members.map { member in
        let name = JSONValue.string(member.key).canonicalText
        let isDecimal = decimals.contains(member.key)
        let number = isDecimal ? member.value.string.flatMap(number) : nil
        let isSent = sent.contains(member.key)
        return name + ":" + (number ?? (isSent ? member.value.canonicalText : text(member.value)))
      }
      return "{" + members.joined(separator: ",") + "}"
    default: return plain
    }
  }

  /// A decimal as a number of JSON; nil where a number would be another one.
  private static func number(_ decimal: String) -> String? {
    guard FieldKind.decimal.admits(.string(decimal)), let value = Double(decimal) else {
      return nil
    }
    let isWhole = value == value.rounded() && value.magnitude < 1e15
    let text = isWhole ? "\(Int64(value))" : "\(value)"
    var digits = Substring(decimal)
    while digits.contains("."), let last = digits.last, last == "0" || last == "." {
      digits.removeLast()
    }
    return text == digits ? text : nil
  }
}
