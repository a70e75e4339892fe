/// An invented resident: numbers into the tables of ``Names``, spelled out when needed.
///
/// Telephone numbers are from the block 555-0100 to 555-0199 and addresses of e-mail from
/// example.org, which are nobody's.
struct Person: Sendable {
  /// The party id.
  let id: String
  let language: Language
  private let given: Int
  private let family: Int
  let house: Int
  private let street: Int
  private let digits: Int

  init(_ random: inout RandomSource) {
    id = ShortID.mint("p", &random)
    language = random.chance(230) ? .spanish : .english
    given = random.below(Names.given(language).count)
    family = random.below(Names.family(language).count)
    house = 1 + random.below(1_900)
    street = random.below(Names.streets.count)
    digits = random.below(100_000_000)
  }

  var givenName: String { Names.given(language)[given] }
  var familyName: String { Names.family(language)[family] }
  var name: String { "\(givenName) \(familyName)" }
  var streetName: String { Names.streets[street] }
  var address: String { "\(house) \(streetName)" }
  var account: String { "UB-\(10_000_000 + digits % 90_000_000)" }
  var plate: String {
    let letters = [digits, digits / 22, digits / 484].map { Person.plateLetters[$0 % 22] }
    return "\(String(letters)) \(1000 + digits / 10_648 % 9000)"
  }
  var phone: String { "+1 \(201 + digits % 700) 555 01\((digits / 700 % 100).padded(2))" }
  var birthDate: String {
    "\(1938 + digits % 68)-\((1 + digits / 68 % 12).padded(2))-\((1 + digits / 816 % 28).padded(2))"
  }
  var householdSize: String { String(1 + digits % 6) }

  private static let plateLetters = Array("ABCDEFGHJKLMNPRSTVWXYZ")

  /// Given and family name in plain letters, for example `jose.nunez41@example.org`.
  var email: String {
    var bytes: [UInt8] = []
    Person.fold(givenName, into: &bytes)
    bytes.append(UInt8(ascii: "."))
    Person.fold(familyName, into: &bytes)
    return "\(String(decoding: bytes, as: UTF8.self))\(digits % 97)@example.org"
  }

  /// The same person's other address, from which nobody recognises them.
  var otherEmail: String { "port.alder.\(digits % 100_000)@example.org" }

  func value(of key: FactKey) -> String {
    switch key {
    case .name: name
    case .address: address
    case .accountNumber: account
    case .phone: phone
    case .email: email
    case .birthDate: birthDate
    case .licensePlate: plate
    case .householdSize: householdSize
    }
  }

  private static func fold(_ text: String, into bytes: inout [UInt8]) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "á", "Á": bytes.append(UInt8(ascii: "a"))
      case "é", "É": bytes.append(UInt8(ascii: "e"))
      case "í", "Í": bytes.append(UInt8(ascii: "i"))
      case "ó", "Ó": bytes.append(UInt8(ascii: "o"))
      case "ú", "Ú": bytes.append(UInt8(ascii: "u"))
      case "ñ", "Ñ": bytes.append(UInt8(ascii: "n"))
      case "a"..."z": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      case "A"..."Z": bytes.append(UInt8(truncatingIfNeeded: scalar.value | 0x20))
      default: break
      }
    }
  }
}
