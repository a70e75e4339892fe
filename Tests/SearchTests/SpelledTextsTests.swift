import Testing

@testable import Search

@Suite("Texts that are looked for in any spelling")
struct SpelledTextsTests {
  private static func stands(_ sought: String, in text: String) throws -> Bool {
    let rules = IdentifierRules(try #require(TelephoneRegion("US")))
    return SpelledTexts(["something else", sought], rules).found(in: text) == [1]
  }

  @Test(
    "are found by their words, whatever case, marks and signs between them",
    arguments: [
      ("Jane Doe", "it was JANE  DOE, again"), ("Jane Doe", "Doe, Jane"), ("Doe, Jane", "jane doe"),
      ("Ana María López", "Lopez, Ana Maria"), ("Núñez", "NUNEZ"), ("Straße 4", "strasse 4"),
      ("bxy-991", "code BXY991."), ("BXY 991", "bxy-991"), ("山田太郎", "（山田太郎）様"),
      ("O'Neil", "o’neil"),
    ])
  func words(sought: String, text: String) throws {
    #expect(try Self.stands(sought, in: text))
  }

  @Test(
    "are found by their numbers and addresses, also where more was sought",
    arguments: [
      ("(617) 555-0199", "617-555-0199"), ("(617) 555-0199", "call +1 617 555 0199 now"),
      ("+1 617 555 0199", "6175550199"), ("call me: 617.555.0199", "(617) 555-0199"),
      ("Joe@Example.ORG", "joe@example.org."), ("write to joe@example.org", "<JOE@example.org>"),
      ("4111 1111 1111 1111", "4111-1111-1111-1111"), ("078-05-1120", "SSN 078051120"),
    ])
  func identifiers(sought: String, text: String) throws {
    #expect(try Self.stands(sought, in: text))
  }

  @Test(
    "are not found where others stand",
    arguments: [
      ("Jane Doe", "Janet Doering"), ("Jane Doe", "Jane and Doe"), ("Jane Doe", "doe"),
      ("617-555-0199", "617-555-0198"), ("617-555-0199", "+44 617 555 0199"),
      ("joe@example.org", "joey@example.org"), ("yes", "yes"), ("a b", "a b"), ("", "anything"),
      ("case 12 of 2026", "2026 of case 12"),
    ])
  func others(sought: String, text: String) throws {
    #expect(try !Self.stands(sought, in: text))
  }
}
