/// The names of a record's fields, in canonical order.
enum RecordField: Int, CaseIterable, Sendable {
  case actor, body, `case`, causation, channel, conversation, correlation, department, direction
  case id, occurred, party, position, recorded, schema, sealed, source, stream, type, version

  private static let names = allCases.map { "\($0)" }

  /// The name as it stands in a line.
  var name: String { RecordField.names[rawValue] }

  private static let count = allCases.count

  /// What every record has.
  static let required: [RecordField] = [
    .position, .recorded, .version, .id, .stream, .type, .schema, .body,
  ]

  /// How a name stands in a canonical line: `"name":`, its first and its next eight bytes.
  private struct Spelling {
    let head: UInt64
    let headMask: UInt64
    let tail: UInt64
    let tailMask: UInt64
    let count: Int

    init(_ name: String) {
      let text = Array("\"\(name)\":".utf8)
      func word(_ bytes: ArraySlice<UInt8>) -> (UInt64, UInt64) {
        bytes.enumerated().reduce((0, 0)) { word, byte in
          let shift = UInt64(byte.offset * 8)
          return (word.0 | UInt64(byte.element) << shift, word.1 | 0xFF << shift)
        }
      }
      (head, headMask) = word(text.prefix(8))
      (tail, tailMask) = word(text.dropFirst(8).prefix(8))
      count = text.count
    }
  }

  /// The spellings in order; written once and never freed.
  nonisolated(unsafe) private static let spellings: UnsafePointer<Spelling> = {
    let memory = UnsafeMutablePointer<Spelling>.allocate(capacity: allCases.count)
    for field in allCases { (memory + field.rawValue).initialize(to: Spelling(field.name)) }
    return UnsafePointer(memory)
  }()

  /// Reads a name and the colon behind it; looks first at the names that come next in a canonical
  /// line.
  @inline(__always)
  static func read(
    from reader: inout JSONReader, after last: Int
  ) throws(RecordError) -> RecordField {
    let place = reader.index
    if place &+ 8 <= reader.bytes.count, let base = reader.bytes.baseAddress {
      let head = EightBytes.load(base + place)
      var tail: UInt64 = 0
      if place &+ 16 <= reader.bytes.count {
        tail = EightBytes.load(base + (place &+ 8))
      } else {
        // The last name of a line stands close to its end.
        for end in (place &+ 8)..<reader.bytes.count {
          tail |= UInt64(reader.bytes[end]) << UInt64((end &- place &- 8) &* 8)
        }
      }
      let spellings = spellings
      var next = last &+ 1
      while next < count {
        let spelling = spellings[next]
        if head & spelling.headMask == spelling.head, tail & spelling.tailMask == spelling.tail,
          let field = RecordField(rawValue: next)
        {
          reader.move(to: place &+ spelling.count)
          return field
        }
        next &+= 1
      }
    }
    return try readAny(from: &reader)
  }

  /// Reads a name in any place, with any white space; escapes are no part of any.
  private static func readAny(from reader: inout JSONReader) throws(RecordError) -> RecordField {
    let name: String
    do throws(JSONError) {
      if let text = try reader.plainString() {
        name = String(decoding: text, as: UTF8.self)
        if let place = names.firstIndex(of: name), let field = RecordField(rawValue: place) {
          try reader.expect(UInt8(ascii: ":"))
          return field
        }
      } else {
        name = try reader.string()
      }
    } catch {
      throw .json(error)
    }
    throw .unknown(field: name)
  }
}

extension WordTable where Value: RawRepresentable<String> & CaseIterable {
  /// The cases of an enumeration by their raw values.
  init(_ type: Value.Type) {
    self.init(Array(Value.allCases.map { ($0.rawValue, $0) }))
  }
}
