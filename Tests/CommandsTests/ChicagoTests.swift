import Foundation
import InteractionModel
import Testing

@Suite("Chicago's service requests")
struct ChicagoTests {
  @Test(
    "Every note is an event, every case ends as the file says, every follow-on is in its chain",
    .enabled(if: RealData.exists(RealData.chicago), RealData.absent))
  func cases() throws {
    let tool = try Tool()
    let file = RealData.path(RealData.chicago)
    let first = try tool.json("import", "open311", file)
    #expect(first["read"] == 50 && first["rejected"] == 0)
    try tool.succeed("project")
    let digest = try tool.digest()

    let requests = try JSONValue(parsingForeign: RealData.bytes(RealData.chicago)).array ?? []
    let listed = try tool.json("case", "list", "--limit", "100")["cases"]?.array ?? []
    #expect(listed.count == 50)
    var followOns = 0
    for request in requests {
      let id = try #require(request["service_request_id"]?.string)
      let state = try tool.json("case", "show", id)["state"]
      #expect(state?["status"] == request["status"], "case \(id)")
      let created = (request["notes"]?.array ?? []).filter { $0["type"] == "follow_on_created" }
      let legs = (state?["transfers"]?.array ?? []).filter { $0["kind"] == "department" }
      #expect(legs.count == created.count, "case \(id)")
      let wanted = created.compactMap { $0["extended_attributes"]?["service_request_id"]?.string }
      let cases = legs.compactMap { $0["to"]?["case"]?.string }
      #expect(Set(cases) == Set(wanted), "case \(id)")
      followOns += legs.count
    }
    #expect(followOns == 52)

    // What the notes say is in the log, sealed, once each.
    let notes = requests.flatMap { $0["notes"]?.array ?? [] }
    #expect(notes.count == 276)
    let said = try tool.content().flatMap { $0["opened"]?.array ?? [] }
      .compactMap { $0["content"]?["summary"]?.string }
    #expect(said.sorted() == notes.compactMap { $0["summary"]?.string }.sorted())

    let again = try tool.json("import", "open311", file)
    #expect(again["appended"] == 0 && again["duplicates"] == first["appended"])
    try tool.succeed("project")
    #expect(try tool.digest() == digest)
    #expect(try tool.json("replay")["equal"] == true)
    #expect(try tool.json("verify")["ok"] == true)
  }
}
