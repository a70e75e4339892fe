internal import EventLog
internal import InteractionModel
internal import Search
internal import Testing

extension SearchConformance {
  static let asking: [SearchCheck] = [
    .onStore("an empty index finds nothing, a store without one has none") { store in
      #expect(try store.serving() == nil)
      #expect(try store.servingGeneration() == nil)
      let index = try store.serve()
      #expect(try index.find("anything").isEmpty)
      #expect(try index.similar(to: "c-1", filter: SearchFilter(), limit: 5).isEmpty)
      #expect(try index.documents(of: ["c-1"]).isEmpty)
      #expect(try index.count() == 0)
    },
    .onStore("forms of a word are found with it, in English and Spanish; quoted only itself") {
      store in
      let index = try store.serve(samples())
      let both = Set(Stemming.allCases)
      #expect(try index.find("bin", languages: both).sorted() == [1, 2])
      #expect(try index.find("\"bin\"", languages: both) == [2])
      #expect(try index.find("emptied emptying", languages: []).isEmpty)
      #expect(try index.find("EMPTY", languages: [.english]).sorted() == [1, 2])
      #expect(try index.find("farmacia", languages: [.spanish]).sorted() == [3, 4])
      #expect(try index.find("servicios", languages: [.spanish]).sorted() == [4, 5])
      #expect(try index.find("the -bin", languages: both).sorted() == [5, 6])
      let page = try index.search(
        SearchRequest(try SearchQuery("bin \"parking fine\" OR pa*")))
      #expect(
        Set(page.patterns.map { $0.words.joined(separator: " ") + ($0.isPrefix ? "*" : "") })
          == ["bin", "bins", "parking fine", "pa*"])
    },
    .onStore("words are found however they are spelled: case, diacritics, composed or not") {
      store in
      let index = try store.serve([
        .message(1, "El RÍO está CERRADO"), .message(2, "rio-abajo, ſtraße"),
        .message(3, "ri\u{301}o 42nd"), .message(4, "Ποταμός ΠΟΤΑΜΟΣ"), .message(5, "日本 río"),
      ])
      for spelled in ["río", "rio", "RIO", "ri\u{301}o", "\"Río\""] {
        #expect(try index.find(spelled).sorted() == [1, 2, 3, 5], "\(spelled)")
      }
      #expect(try index.find("42ND") == [3])
      #expect(try index.find("日本") == [5])
      #expect(try index.find("\"rio abajo\"") == [2])
    },
    .onStore("codes and numbers are found in any spelling of their separators") { store in
      let index = try store.serve([
        .message(1, "ring (312) 445-9021 at noon"), .message(2, "3124459021"),
        .message(3, "it is +1 312.445.9021"), .message(4, "+43 1 512 34 56"),
        .message(5, "re-opened case QX-11/4 for 7,310.05"), .message(6, "reopened, unit 42C, 7310"),
        .message(7, "445 9021 312"), .message(8, "openRequest at 9:45pm, v2.7.1"),
      ])
      for spelled in ["312-445-9021", "(312) 445 9021", "3124459021", "+1 312 445 9021"] {
        #expect(Set(try index.find(spelled)).isSuperset(of: [1, 2, 3]), "\(spelled)")
      }
      #expect(try index.find("312-445-9021").sorted() == [1, 2, 3])
      #expect(try index.find("445-9021").sorted() == [1, 3, 7])
      #expect(try index.find("4459021").sorted() == [1, 3, 7])
      for spelled in ["+43 1 512 34 56", "+431 5123456", "01 5123456", "0043-1-5123456"] {
        #expect(try index.find(spelled) == [4], "\(spelled)")
      }
      #expect(try index.find("reopened").sorted() == [5, 6])
      #expect(try index.find("re-opened").sorted() == [5, 6])
      #expect(try index.find("\"re-opened\"") == [5])
      for spelled in ["QX11", "qx-11", "QX114", "QX 11/4", "7310.05", "7,310.05"] {
        #expect(try index.find(spelled) == [5], "\(spelled)")
      }
      #expect(try index.find("42-c") == [6])
      for spelled in ["request", "9:45", "\"2.7.1\"", "V2.7.1", "\"openrequest at\""] {
        #expect(try index.find(spelled) == [8], "\(spelled)")
      }
      #expect(try index.find("\"ring 312 445 9021 at noon\"") == [1])
    },
    .onStore("what stands in a sign, or in a run of letters, digits and characters, is found") {
      store in
      let index = try store.serve([
        .message(1, "三袋、重さ8㎏"), .message(2, "8 kg sacks"), .message(3, "a sack of 8kg"),
        .message(4, "apartment №31, 60㎡"), .message(5, "Apartment No. 31"),
        .message(6, "vPhone15修理"), .message(7, "Gerät “vPhone15” für Straße15"),
        .message(8, "㍿梅田"), .message(9, "梅田株式会社 vphone"),
      ])
      #expect(try index.find("8㎏").sorted() == [1, 2, 3])
      #expect(try index.find("8kg").sorted() == [1, 3])
      #expect(try index.find("㎏").sorted() == [1, 2])
      #expect(try index.find("№31").sorted() == [4, 5])
      #expect(try index.find("no31") == [4])
      #expect(try index.find("60m2") == [4])
      #expect(try index.find("vphone").sorted() == [6, 7, 9])
      #expect(try index.find("VPHONE15").sorted() == [6, 7])
      #expect(try index.find("15").sorted() == [6, 7])
      #expect(try index.find("strasse") == [7])
      #expect(try index.find("会社").sorted() == [8, 9])
      #expect(try index.find("株式会社梅田") == [8])
    },
    .onStore("words of scripts without spaces are found anywhere, each character too") { store in
      let index = try store.serve([
        .message(1, "駅前の街灯が消えた"), .message(2, "街の灯台"), .message(3, "가로등이 꺼졌어요"),
        .message(4, "ป้ายหน้าบ้านหัก"), .message(5, "水道の🚰修理とABC"), .message(6, "ガス漏れ"),
      ])
      #expect(try index.find("街灯") == [1])
      #expect(try index.find("街").sorted() == [1, 2])
      #expect(try index.find("駅前の街灯") == [1])
      #expect(try index.find("街 灯").sorted() == [1, 2])
      #expect(try index.find("가로등") == [3])
      #expect(try index.find("가*") == [3])
      #expect(try index.find("บ้าน") == [4])
      #expect(try index.find("🚰 修理") == [5])
      #expect(try index.find("\"修理とabc\"") == [5])
      #expect(try index.find("ｶﾞｽ") == [6])
      #expect(try index.find("灯街").isEmpty)
    },
    .onStore("every filter counts, alone and with others") { store in
      let index = try store.serve(samples())
      func find(_ filter: (inout SearchFilter) -> Void) throws -> [Int64] {
        try index.find("a* OR b* OR c* OR f* OR p* OR l* OR t*", filter).sorted()
      }
      #expect(try find { _ in } == [1, 2, 3, 4, 5, 6])
      #expect(try find { $0.channels = SearchChannels(["email"]) } == [1, 3, 5])
      #expect(try find { $0.channels = SearchChannels(["email", "chat"]) }.count == 6)
      #expect(try find { $0.department = SearchDepartment("waste") }.isEmpty)
      #expect(
        try find { $0.department = SearchDepartment("waste", conversations: ["c-0"]) } == [1, 2])
      #expect(try find { $0.directions = ["outbound"] } == [1, 4])
      #expect(try find { $0.visibilities = ["public"] } == [1, 2, 3, 4, 5])
      #expect(try find { $0.after = Instant(microseconds: 3_000_000) } == [3, 4, 5, 6])
      #expect(try find { $0.before = Instant(microseconds: 3_000_000) } == [1, 2])
      #expect(try find { $0.conversations = ["c-0", "c-2"] } == [1, 2, 5, 6])
      #expect(try find { $0.conversations = [] }.isEmpty)
      #expect(try find { $0.conversations = ["it's \"c\"; --"] }.isEmpty)
      let several = try find {
        $0.channels = SearchChannels(["email"])
        $0.department = SearchDepartment("waste", conversations: ["c-0", "c-1"])
        $0.before = Instant(microseconds: 2_000_000)
      }
      #expect(several == [1])
    },
    .onStore("a text is of its case's department, else its conversation's, else its own") { store in
      func other(_ position: Int64, in conversation: String?, of caseID: String?) -> SearchEntry {
        .other(position, "word", in: conversation) { document in
          document.caseID = caseID
          document.department = "waste"
        }
      }
      let index = try store.serve([
        other(1, in: nil, of: "k-own"), other(2, in: nil, of: "k-others"),
        other(3, in: nil, of: "k-none"), other(4, in: nil, of: nil),
        other(5, in: "c-own", of: nil), other(6, in: "c-others", of: nil),
        other(7, in: "c-others", of: "k-own"), other(8, in: "c-own", of: "k-others"),
        other(9, in: "c-own", of: "k-none"), other(10, in: "c-others", of: "k-none"),
        .message(11, "word", in: "c-own"), .message(12, "word", in: "c-others"),
      ])
      let waste = SearchDepartment(
        "waste", cases: ["k-own"], unassigned: ["k-none"], conversations: ["c-own"])
      #expect(try index.find("word") { $0.department = waste }.sorted() == [1, 3, 4, 5, 7, 9, 11])
      let unnamed = SearchDepartment("it's \"c\"; --")
      #expect(try index.find("word") { $0.department = unnamed }.isEmpty)
    },
    .onStore("a text that says no channel is on that of its conversation") { store in
      let index = try store.serve([
        .message(1, "word", in: "c-chat"), .message(2, "word", in: "c-mail"),
        .message(3, "word", in: "c-chat") { $0.channel = "email" },
        .message(4, "word", in: "c-mail") { $0.channel = "chat" }, .other(5, "word", in: nil),
      ])
      let chat = SearchChannels(["chat"], conversations: ["c-chat"])
      #expect(try index.find("word") { $0.channels = chat }.sorted() == [1, 4])
    },
    .onStore("what masked keys sealed is not found, before anything is purged") { store in
      let index = try store.serve([
        .message(1, "word one", keys: ["a"]), .message(2, "word two", keys: ["b"]),
        .message(3, "word three", keys: ["a", "b"]),
      ])
      #expect(try index.find("word").sorted() == [1, 2, 3])
      #expect(try index.find("word") { $0.maskedKeys = ["a"] } == [2])
      #expect(try index.find("word") { $0.maskedKeys = ["a", "b", "c"] }.isEmpty)
    },
    .onStore("random characters get through to the index as nothing but words") { store in
      let index = try store.serve([.message(1, "bin tree text")])
      var random = SeededGenerator(seed: 5)
      let pieces = [
        "\"", "(", ")", "*", "-", " ", "AND", "OR", "NOT", "NEAR", ":", "^", "{", "}", "+", ",",
        "'", "bin", "text", "a\u{301}", "\u{0}", "\u{7F}", "words", "é", "”", "\u{200B}", "😀",
        "\\", "%", "_", "&", "|", "!", "<->", "$1", "--", ";",
      ]
      var answered = 0
      for _ in 0..<5_000 {
        let text = (0..<random.number(1...9)).map { _ in random.pick(pieces) }
          .joined(separator: random.once(in: 2) ? " " : "")
        guard let query = try? SearchQuery(text) else { continue }
        answered += 1
        #expect(throws: Never.self, "\(text.debugDescription)") {
          try index.search(SearchRequest(query))
        }
      }
      #expect(answered > 500)
    },
  ]

  /// Six documents of three conversations that differ in everything a filter asks for.
  private static func samples() -> [SearchEntry] {
    let texts = [
      "The bins were not emptied", "Bin emptying complaints", "La farmacia está cerrada",
      "Farmacias y servicios", "The servicio was closed", "paying the parking fine",
    ]
    return texts.enumerated().map { index, text in
      .message(Int64(index + 1), text, in: "c-\(index / 2)") { document in
        document.channel = index % 2 == 0 ? "email" : "chat"
        document.department = index < 3 ? "waste" : nil
        document.direction = index % 3 == 0 ? "outbound" : "inbound"
        document.visibility = index == 5 ? "internal" : "public"
      }
    }
  }
}
