import Testing

@testable import Search

@Suite("Parts of a text that say by themselves whom it is about")
struct TellingPartsTests {
  @Test(
    "are two words of a name, a number with what is beside it, and codes",
    arguments: [
      ("Maria Lopez, 12 Oak St", ["Maria Lopez", "12 Oak"]),
      ("please call Ana María Ruiz", ["Ana María", "María Ruiz"]),
      ("asked by Pilar de la Cruz today", ["Pilar de la Cruz"]),
      ("J. Okafor wrote", ["J. Okafor"]),
      ("vive en Calle Mayor 12", ["Calle Mayor", "Mayor 12"]),
      ("at 2012 Elm Avenue, Port Alder", ["2012 Elm", "Port Alder"]),
      ("permit BXY-991 of today", ["BXY-991"]), ("account 0044178890 please", ["0044178890"]),
      ("O’Neil-Smith called", ["O’Neil", "Neil-Smith"]), ("Dr. Okafor is in", ["Dr. Okafor"]),
      ("AB12 3CD is the postcode", ["AB12 3CD"]),
    ])
  func parts(text: String, expected: [String]) {
    #expect(TellingParts.parts(of: text) == expected, "\(TellingParts.parts(of: text))")
  }

  @Test(
    "are no words of sentences, dates, times or texts in capitals, and not the whole",
    arguments: [
      "The meter is wrong.", "On 3 March 2026 at 10:30am", "2026-03-02 10:30", "Room 4 is cold",
      "PLEASE CALL ME BACK TODAY OR TOMORROW", "Maria Lopez", "BXY-991", "Yes. No. Why?",
      "it was 12 of them", "", "山田太郎様の件", "since covid-19, at 2026", "call +1 617 555 0199",
    ])
  func others(text: String) {
    #expect(TellingParts.parts(of: text) == [], "\(TellingParts.parts(of: text))")
  }
}
