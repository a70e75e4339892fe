/// Writes the canonical form: RFC 8785 in the profile of ``JSONValue``.
package enum CanonicalJSON {
  /// Appends a value.
  package static func write(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(true): bytes.append(contentsOf: "true".utf8)
    case .bool(false): bytes.append(contentsOf: "false".utf8)
    case .int(let number): write(number, to: &bytes)
    case .string(let string): write(string, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        write(element, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object): write(object, to: &bytes)
    }
  }

  /// Appends an object.
  package static func write(_ object: JSONObject, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for member in object.members {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      write(member.key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      write(member.value, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Appends an integer in decimal.
  package static func write(_ number: Int64, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var place = 20
      var rest = number.magnitude
      repeat {
        place &-= 1
        digits[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0
      if number < 0 {
        place &-= 1
        digits[place] = UInt8(ascii: "-")
      }
      bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: digits[place...]))
    }
  }

  /// Appends a quoted string; escapes what RFC 8785 §3.2.2.2 escapes and nothing else.
  package static func write(_ string: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    writeContent(string, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends what stands between the quotes of a string.
  static func writeContent(_ string: String, to bytes: inout [UInt8]) {
    var string = string
    string.withUTF8 { utf8 in
      guard let base = utf8.baseAddress else { return }
      var start = 0
      var place = 0
      while place < utf8.count {
        if place &+ 8 <= utf8.count {
          let mask = EightBytes.special(EightBytes.load(base + place))
          place &+= EightBytes.first(mask)
          if mask == 0 { continue }
        }
        let byte = utf8[place]
        place &+= 1
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
          continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<(place &- 1)]))
        start = place
        escape(byte, to: &bytes)
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }
  }

  /// Appends text that is known when the program is built.
  @inline(__always)
  package static func write(plain text: StaticString, to bytes: inout [UInt8]) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(contentsOf: Hex.digits(of: byte))
    }
  }
}

extension JSONValue {
  /// The canonical bytes of the value.
  public var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    CanonicalJSON.write(self, to: &bytes)
    return bytes
  }

  /// The canonical text of the value.
  public var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }
}

extension JSONObject {
  /// The canonical bytes of the object.
  public var canonicalBytes: [UInt8] { JSONValue.object(self).canonicalBytes }
}
