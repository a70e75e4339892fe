/// The names of a record's fields, in canonical order.
enum RecordField: Int, CaseIterable {
  case actor, body, `case`, causation, channel, conversation, correlation, department, direction
  case id, occurred, party, position, recorded, schema, sealed, source, stream, type, version

  private static let names: [[UInt8]] = allCases.map { Array("\($0)".utf8) }

  /// The name as it stands in a line.
  var name: String { String(decoding: RecordField.names[rawValue], as: UTF8.self) }

  /// Reads a name; looks first at those that come after the last one read.
  static func read(from reader: inout JSONReader, after last: Int) throws -> RecordField {
    guard let text = try reader.plainString() else {
      throw RecordError.unknown(field: try reader.string())
    }
    let names = RecordField.names
    for step in 1...names.count {
      let index = (last + step) % names.count
      if names[index].elementsEqual(text), let field = RecordField(rawValue: index) {
        return field
      }
    }
    throw RecordError.unknown(field: String(decoding: text, as: UTF8.self))
  }
}

/// Finds the case of an enumeration whose raw value some bytes spell, without making a `String`.
struct WordTable<Value: RawRepresentable<String> & Sendable>: Sendable {
  private let words: [(bytes: [UInt8], value: Value)]

  init(_ values: some Sequence<Value>) {
    words = values.map { (Array($0.rawValue.utf8), $0) }
  }

  func value(_ reader: inout JSONReader, _ field: RecordField) throws -> Value {
    if let text = try reader.plainString() {
      for word in words where word.bytes.count == text.count && word.bytes.elementsEqual(text) {
        return word.value
      }
    }
    throw RecordError.malformed(field: field.name)
  }
}
