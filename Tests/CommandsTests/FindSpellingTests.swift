import Foundation
import InteractionModel
import Testing

@Suite("Finding by any spelling of a number, an address or a code")
struct FindSpellingTests {
  @Test("Each spelling of an identifier finds whose it is and who wrote it, and no others")
  func spellings() throws {
    let tool = try FindTests.known()
    let events = [
      FindTests.said("mail-cy", by: "p-cy", ["text": "Ring my sister: +1.617.555.0123"]),
      FindTests.said("mail-di", by: "p-di", ["text": "My fax is +44 617 555 0123"]),
      FindTests.said(
        "mail-ed", by: "p-ed", ["text": "My sister is ana@example.org, not bo.ana@example.org"]),
      FindTests.said(
        "mail-fi", by: "p-fi", ["text": "Mine is bo.ana@example.org; 617 houses, 555 0123"]),
      FindTests.said("mail-gu", by: "p-gu", ["text": "Account GB82 WEST 1234 5698 7654 32"]),
      FindTests.said(
        "mail-ho", by: "p-ho", ["text": "Account gb82west12345698765432, plate BXY 991"]),
      FindTests.said("mail-iv", by: "p-iv", ["text": "Plate bxy991 and AB-123"]),
      FindTests.event(
        "note.added",
        [
          "conversation": "mail-ju", "party": "p-ju", "actor": ["type": "agent", "id": "a-7"],
          "sealed": ["text": "ana@EXAMPLE.org wrote for them"],
        ]),
    ]
    try tool.succeed("append", input: events.flatMap(\.self))
    try tool.succeed("project")
    for (spellings, parties) in [
      (
        [
          "617-555-0123", "+1 617-555-0123", "(617) 555 0123", "16175550123", "tel:+1-617-555-0123",
          "001 617 555 0123", "６１７ ５５５ ０１２３",
        ], ["p-ana", "p-cy"]
      ),
      (["+44 617 555 0123", "0044 617 555 0123", "446175550123", "+446175550123"], ["p-di"]),
      (
        ["ana@example.org", "ANA@Example.ORG", "Ana <ana@example.org>", "mailto:ana@example.org"],
        ["p-ana", "p-ed", "p-ju"]
      ),
      (["bo.ana@example.org", "Bo.Ana@example.org"], ["p-ed", "p-fi"]),
      (
        [
          "GB82WEST12345698765432", "GB82 WEST 1234 5698 7654 32", "gb82-west-1234-5698-7654-32",
          "gb82west 1234569876 5432",
        ], ["p-gu", "p-ho"]
      ),
      (["bxy991", "BXY 991", "BXY-991", "bxy.991"], ["p-ho", "p-iv"]),
      (["ab123", "AB-123", "AB 123", "AB/123"], ["p-iv"]),
    ] {
      for text in spellings {
        let found = try FindTests.find(text, tool)
        #expect(Set(FindTests.parties(found)) == Set(parties), "\(text): \(found.canonicalText)")
        #expect(found["incomplete"] == [])
        if !text.contains("@"), !text.contains("+") {
          let total = try tool.json("search", text, "--purpose", "check")["total"]?.int ?? 0
          #expect(total >= Int64(parties.count - 1), "\(text): \(total)")
        }
      }
    }
    // The account names whom the answer showed, and nobody whose text was only compared.
    _ = try FindTests.find("+1 617 555 0123", tool)
    let account = try tool.succeed("log").jsonLines.last { $0["body"]?["command"] == "find" }
    #expect(account?["body"]?["parties"] == ["p-ana", "p-cy"])
  }

  @Test("A code with several separators is found with any, and in texts as well")
  func codes() throws {
    let tool = try FindTests.appended()
    let sealed: JSONObject = ["text": "My invoice is QX/2031-00.471, thank you"]
    try tool.succeed("append", input: FindTests.said("mail-cy", by: "p-cy", sealed))
    try tool.succeed(
      "append",
      input: FindTests.said(
        "mail-di", by: "p-di", ["text": "About SUR-2031-88", "account": "88_31/0.7"]))
    try tool.succeed("project")
    for text in [
      "QX203100471", "qx 2031 00471", "QX-2031/00471", "qx.2031.00.471", "ＱＸ／２０３１／００４７１",
    ] {
      #expect(try FindTests.parties(FindTests.find(text, tool)) == ["p-cy"], "\(text)")
      #expect(try tool.json("search", text, "--purpose", "check")["total"] == 1, "\(text)")
    }
    for text in ["sur203188", "SUR 2031/88", "883107", "88 31-07"] {
      #expect(try FindTests.parties(FindTests.find(text, tool)) == ["p-di"], "\(text)")
      #expect(try tool.json("search", text, "--purpose", "check")["total"] == 1, "\(text)")
    }
  }
}
