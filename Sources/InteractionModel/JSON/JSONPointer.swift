/// Names in JSON pointers (RFC 6901), scalar by scalar: a sign that combines with the one before it is a
/// sign of its own there.
package enum JSONPointer {
  /// A name as it stands in a pointer.
  package static func token(_ name: String) -> String {
    var token = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar {
      case "~": token.append(contentsOf: "~0".unicodeScalars)
      case "/": token.append(contentsOf: "~1".unicodeScalars)
      default: token.append(scalar)
      }
    }
    return String(token)
  }

  /// The index that a name is in an array: digits without a zero before them (RFC 6901 §4).
  package static func index(_ name: String) -> Int? {
    let digits = name.utf8
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }),
      digits.first != 0x30 || digits.count == 1
    else { return nil }
    return Int(name)
  }

  /// The names in a pointer; nil when it is none.
  package static func names(in pointer: String) -> [String]? {
    let scalars = pointer.unicodeScalars
    guard let first = scalars.first else { return [] }
    guard first == "/" else { return nil }
    return scalars.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
      name($0)
    }
  }

  private static func name(_ token: some Sequence<UnicodeScalar>) -> String {
    var name = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in token {
      if isEscaped {
        name.append(scalar == "1" ? "/" : "~")
        if scalar != "0", scalar != "1" { name.append(scalar) }
        isEscaped = false
      } else if scalar == "~" {
        isEscaped = true
      } else {
        name.append(scalar)
      }
    }
    if isEscaped { name.append("~") }
    return String(name)
  }
}
