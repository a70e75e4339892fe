/// Puts texts together from templates in a buffer that is used again and again.
///
/// `%` and a letter stand for: `a` address, `b` license plate, `c` case, `d` day of the week, `f` size of the
/// household, `g` given name, `h` house number, `k` account, `n` name, `p` telephone, `r` reference,
/// `s` street, `x` an amount.
struct TextWriter {
  private var bytes: [UInt8]
  private let person: Person
  private let language: Language
  private let caseID: String?

  /// A writer about a person; of the buffer the capacity is used, not the content.
  init(buffer: consuming [UInt8], person: Person, language: Language, caseID: String?) {
    bytes = buffer
    bytes.removeAll(keepingCapacity: true)
    self.person = person
    self.language = language
    self.caseID = caseID
  }

  /// The text so far.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Gives the buffer back.
  consuming func release() -> [UInt8] { bytes }

  mutating func append(_ template: String, _ random: inout RandomSource) {
    var isCode = false
    for byte in template.utf8 {
      if isCode {
        isCode = false
        fill(byte, &random)
      } else if byte == UInt8(ascii: "%") {
        isCode = true
      } else {
        bytes.append(byte)
      }
    }
  }

  /// Drops or doubles a letter, as people do.
  mutating func misspell(_ random: inout RandomSource) {
    guard bytes.count > 20 else { return }
    let place = 1 + random.below(bytes.count - 2)
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    guard letters.contains(bytes[place]), letters.contains(bytes[place - 1]) else { return }
    if random.chance(500) {
      bytes.remove(at: place)
    } else {
      bytes.insert(bytes[place], at: place)
    }
  }

  private mutating func fill(_ code: UInt8, _ random: inout RandomSource) {
    switch code {
    case UInt8(ascii: "a"): put(person.address)
    case UInt8(ascii: "b"): put(person.plate)
    case UInt8(ascii: "c"):
      put(caseID ?? (language == .english ? "my request" : "mi solicitud"))
    case UInt8(ascii: "d"):
      put(
        language == .english
          ? random.pick(TextWriter.weekdaysEnglish) : random.pick(TextWriter.weekdaysSpanish))
    case UInt8(ascii: "f"): put(person.householdSize)
    case UInt8(ascii: "g"): put(person.givenName)
    case UInt8(ascii: "h"): put(String(1 + random.below(900)))
    case UInt8(ascii: "k"): put(person.account)
    case UInt8(ascii: "n"): put(person.name)
    case UInt8(ascii: "p"): put(person.phone)
    case UInt8(ascii: "r"): put("R\(100_000 + random.below(900_000))")
    case UInt8(ascii: "s"): put(person.streetName)
    case UInt8(ascii: "x"):
      let cents = random.below(100)
      put("\(20 + random.below(480)).\(cents < 10 ? "0" : "")\(cents)")
    default: break
    }
  }

  private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private static let weekdaysEnglish = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
  private static let weekdaysSpanish = [
    "lunes", "martes", "miércoles", "jueves", "viernes", "sábado",
  ]
}
