import StoreConformance
import Testing

@testable import Search

@Suite("The normal forms of identifiers")
struct IdentifierFormTests {
  private static func rules(_ region: String = "US") throws -> IdentifierRules {
    IdentifierRules(try #require(TelephoneRegion(region)))
  }

  /// What a number is noted as, and what is looked for by another spelling: whether they meet in the
  /// first reading that anybody is known by.
  private static func meets(
    _ typed: String, _ said: String, region: String = "US"
  ) throws -> Bool {
    let rules = try rules(region)
    let number = try #require(rules.region.number(said), "\(said)")
    let noted: Set = [
      Identifier(kind: .phone, text: number.international),
      Identifier(kind: .nationalPhone, text: number.national),
    ]
    return rules.readings(of: typed).contains { !noted.isDisjoint(with: $0.identifiers) }
  }

  /// A number of North America that could be somebody's.
  private static func number(_ generator: inout SeededGenerator) -> [String] {
    let areas = ["202", "303", "312", "415", "512", "617", "718", "808", "907"]
    return [
      generator.pick(areas), "\(generator.number(200...999))",
      String("\(10_000 + generator.number(0...9_999))".dropFirst()),
    ]
  }

  private static func spellings(_ groups: [String]) -> [String] {
    let (area, exchange, line) = (groups[0], groups[1], groups[2])
    return [
      "\(area)-\(exchange)-\(line)", "(\(area)) \(exchange)-\(line)", "\(area).\(exchange).\(line)",
      "\(area)\(exchange)\(line)", "1 \(area) \(exchange) \(line)",
      "+1 \(area) \(exchange) \(line)",
      "+1\(area)\(exchange)\(line)", "tel:+1-\(area)-\(exchange)-\(line)",
      "001 \(area) \(exchange) \(line)", "\(area)-\(exchange)-\(line) ext. 12",
      " \(area)\u{2011}\(exchange)\u{2013}\(line) ", "＋1 \(area) \(exchange) \(line)",
    ]
  }

  @Test("Every spelling of a number meets every other, and none of another number")
  func spellings() throws {
    var generator = SeededGenerator(seed: 41)
    for _ in 0..<60 {
      let (one, other) = (Self.number(&generator), Self.number(&generator))
      let said = Self.spellings(one)
      for typed in said {
        #expect(try Self.meets(typed, generator.pick(said)), "\(typed) of \(one)")
        guard one != other else { continue }
        #expect(try !Self.meets(typed, generator.pick(Self.spellings(other))), "\(typed): \(other)")
      }
    }
  }

  @Test(
    "Numbers of other countries are found with and without their country",
    arguments: [
      (
        "+44 20 7946 0958", ["+442079460958", "0044 20 7946 0958", "442079460958", "020 7946 0958"]
      ),
      ("+39 06 698 12345", ["+390669812345", "06 698 12345", "0039 06 69812345"]),
      ("+41 44 668 18 00", ["044 668 18 00", "+41446681800", "(044) 668-1800", "446681800"]),
    ])
  func abroad(said: String, typed: [String]) throws {
    for text in typed { #expect(try Self.meets(text, said), "\(text)") }
  }

  @Test("A number without a country is of the store's region")
  func region() throws {
    #expect(try Self.meets("+41446681800", "044 668 18 00", region: "CH"))
    #expect(try !Self.meets("+1 617 555 0123", "044 668 18 00", region: "CH"))
    #expect(TelephoneRegion("us")?.code == "US")
    for text in ["", "U", "USA", "XX", "ZZ", "12"] {
      #expect(TelephoneRegion(text) == nil, "\(text)")
    }
  }

  @Test(
    "What is no number is none",
    arguments: ["", "12", "5550", "20260302", "1234567890123456789", "on Tuesday", "A-12 B"])
  func noNumber(text: String) throws {
    #expect(try Self.rules().region.number(text) == nil)
  }

  @Test("A mail address is one in any case, and no other mailbox is")
  func mail() throws {
    let spellings = [
      "Ana.Lima@Example.ORG", "ana.lima@example.org", " ana.lima@example.org ",
      "mailto:ana.lima@example.org", "Ana Lima <ana.lima@EXAMPLE.org>", "ANA.LIMA＠example.org",
    ]
    #expect(Set(spellings.map { Identifier.mail($0)?.text }) == ["ana.lima@example.org"])
    for other in ["analima@example.org", "ana.lima+x@example.org", "ana.lima@example.com"] {
      #expect(Identifier.mail(other) != Identifier.mail(spellings[0]), "\(other)")
    }
    for uri in [
      "mailto:ana.lima%2Bx@example.org", "MAILTO:ana.lima%2bx%40example.org",
      "mailto:ana.lima+x@example.org?subject=a%20wall",
    ] {
      #expect(Identifier.mail(uri)?.text == "ana.lima+x@example.org", "\(uri)")
    }
    // No URI, and so nothing is encoded.
    #expect(Identifier.mail("ana%2Bx@example.org")?.text == "ana%2bx@example.org")
    #expect(Identifier.mail("ana@müller.example")?.text == "ana@xn--mller-kva.example")
    #expect(Identifier.mail("ana@MÜLLER.example") == Identifier.mail("ana@xn--mller-kva.example"))
    for text in ["@ana", "ana@", "ana@home", "a b@example.org", "ana@x.org, b@x.org", "a@b@c.org"] {
      #expect(Identifier.mail(text) == nil, "\(text)")
    }
  }

  @Test("A code is one with and without what groups it")
  func code() {
    let spellings = ["UB-4810 6203", "ub48106203", "UB/4810.6203", "ＵＢ４８１０６２０３", " ub-48106203 "]
    #expect(Set(spellings.map { Identifier.code($0)?.text }) == ["UB48106203"])
    #expect(Identifier.code("UB-48106204") != Identifier.code(spellings[0]))
    for text in ["", "ab", "two words", String(repeating: "7", count: 65)] {
      #expect(Identifier.code(text) == nil, "\(text)")
    }
  }

  @Test("Random texts have forms that are their own normal form")
  func stable() throws {
    var generator = SeededGenerator(seed: 42)
    let signs = Array("aZ09-+@. _/()é٣İſ\u{200B}")
    for _ in 0..<3_000 {
      let text = String((0..<generator.number(0...14)).map { _ in generator.pick(signs) })
      if let mail = Identifier.mail(text) { #expect(Identifier.mail(mail.text) == mail, "\(text)") }
      if let code = Identifier.code(text) { #expect(Identifier.code(code.text) == code, "\(text)") }
      _ = try Self.rules().readings(of: text)
    }
  }
}
