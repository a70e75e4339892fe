import Testing

@testable import InteractionModel
@testable import Search

@Suite struct SearchQueryTests {
  /// An expression in a form that can be read: `+` all, `|` any, `-` without, `~` stemmed.
  private static func sketch(_ expression: SearchQuery.Expression) -> String {
    switch expression {
    case .term(let term):
      let patterns = term.patterns.map { pattern in
        let words = pattern.words.joined(separator: " ")
        return (term.isStemmed ? "~\(words)" : "'\(words)'") + (pattern.isPrefix ? "*" : "")
      }
      return patterns.joined(separator: "=")
    case .all(let parts): return "(+ \(parts.map(sketch).joined(separator: " ")))"
    case .any(let parts): return "(| \(parts.map(sketch).joined(separator: " ")))"
    case .without(let wanted, let unwanted): return "(- \(sketch(wanted)) \(sketch(unwanted)))"
    }
  }

  static let queries: [(String, String)] = [
    ("bin", "~bin"), ("  bin  ", "~bin"), ("Bin LÄRM", "(+ ~bin ~larm=~laerm)"),
    ("\"missed bins\"", "'missed bins'"), ("\"bin\"", "'bin'"), ("“missed bins”", "'missed bins'"),
    ("pay*", "'pay'*"), ("\"direct deb\"*", "'direct deb'*"), ("e-mai*", "'e mai'*"),
    ("a b OR c", "(| (+ ~a ~b) ~c)"), ("a AND b OR c AND d", "(| (+ ~a ~b) (+ ~c ~d))"),
    ("a (b OR c)", "(+ ~a (| ~b ~c))"), ("(a)", "~a"), ("((a))", "~a"),
    ("a -b", "(- ~a ~b)"), ("-b a", "(- ~a ~b)"), ("a NOT b", "(- ~a ~b)"),
    ("NOT b a", "(- ~a ~b)"), ("a AND NOT b", "(- ~a ~b)"), ("a -b -c", "(- ~a (| ~b ~c))"),
    ("a -(b OR c)", "(- ~a (| ~b ~c))"), ("a -\"b c\"", "(- ~a 'b c')"),
    ("a (-b)", "(- ~a ~b)"), ("a NOT NOT b", "(+ ~a ~b)"), ("a NOT (b -c)", "(- ~a (- ~b ~c))"),
    ("a and b or not c", "(+ ~a ~and ~b ~or ~not ~c)"),
    ("e-mail", "'e mail'='email'"), ("O'Brien", "'o brien'='obrien'"), ("a & b", "(+ ~a ~b)"),
    ("a -- b", "(+ ~a ~b)"),
    ("a AND &", "~a"), ("a -&", "~a"), ("& OR a", "~a"), ("text:bin", "'text bin'"),
    ("NEAR(a b)", "(+ ~near (+ ~a ~b))"), ("^a + {b}", "(+ ~a ~b)"), ("say\"hi\"", "(+ ~say 'hi')"),
    ("cafe\u{301}", "~cafe"), ("niño Ñandú", "(+ ~nino ~nandu)"), ("a\u{0}b", "'a b'"),
    ("\"*\" a", "~a"), ("x2 2x", "(| (+ ~x2 ~2x) 'x22x')"),
    ("ABC-77", "'abc 77'='abc77'"), ("\"ABC-77\"", "'abc 77'"), ("(bin) -77", "(- ~bin ~77)"),
    ("0 42 33 99 18", "(| (+ '0' '42' '33' '99' '18') '042339918'='42339918')"),
    ("(312) 445-9021", "(| (+ '312' '445 9021') '3124459021')"),
    (
      "+44 20 7946 0018 OR bin",
      "(| (| (+ '44' '20' '7946' '0018') '442079460018'='2079460018') ~bin)"
    ),
    ("QX 1140 62", "(| (+ ~qx '1140' '62') 'qx114062' (+ ~qx '114062'))"),
    ("elm QX-1140 62 OR b", "(| (+ ~elm (| (+ 'qx 1140'='qx1140' '62') 'qx114062')) ~b)"),
    ("elm 1140", "(| (+ ~elm '1140') 'elm1140')"), ("elm - 1140", "(| (+ ~elm '1140') 'elm1140')"),
    ("q7 11 b (40)", "(+ (| (+ ~q7 '11') 'q711') ~b ~40)"), ("elm ( 1140 )", "(+ ~elm ~1140)"),
    ("QX/1140.62", "'qx 1140 62'='qx114062'"), ("a NOT b 1140", "(- (+ ~a ~1140) ~b)"),
    ("b 11", "(+ ~b ~11)"), ("b 1140*", "(+ ~b '1140'*)"),
    ("(12 34) 5", "(+ (+ '12' '34') ~5)"), ("12 34", "(+ '12' '34')"),
    ("(12 3) 5", "(+ (+ ~12 ~3) ~5)"), ("街灯", "'街灯'"),
    ("灯", "~灯"), ("a街灯", "'a 街灯'"), ("街灯a 🌳", "(+ '街灯 灯 a' ~🌳)"), ("가로등이", "'가로 로등 등이'"),
  ]

  @Test("A query is read as people mean it", arguments: queries)
  func reads(query: String, sketch: String) throws {
    let read = try Self.sketch(SearchQuery(query).expression)
    #expect(read == sketch)
  }

  static let refusals: [(String, SearchQueryError)] = [
    ("", .noWords), ("   ", .noWords), ("&?!", .noWords), ("\"\"", .noWords), ("(&)", .noWords),
    ("-a", .onlyExcluded(column: 1)), ("  NOT a -b", .onlyExcluded(column: 3)),
    ("-(a OR b)", .onlyExcluded(column: 1)),
    ("a OR -b", .excludedAlternative(column: 6)),
    ("é \"a b", .unclosedQuotation(column: 3)), ("e\u{301} \"a", .unclosedQuotation(column: 3)),
    ("a (b", .unclosedParenthesis(column: 3)), ("a (", .unclosedParenthesis(column: 3)),
    ("a) b", .unopenedParenthesis(column: 2)),
    (")", .unopenedParenthesis(column: 1)), (":-)", .unopenedParenthesis(column: 3)),
    ("()", .missingOperand(column: 2)), ("a AND", .missingOperand(column: 6)),
    ("AND a", .missingOperand(column: 1)), ("a OR OR b", .missingOperand(column: 6)),
    ("a (OR b)", .missingOperand(column: 4)), ("a NOT", .missingOperand(column: 6)),
    ("*", .misplacedStar(column: 1)), ("*a", .misplacedStar(column: 1)),
    ("b a*c", .misplacedStar(column: 4)), ("a**", .misplacedStar(column: 2)),
    ("-*", .misplacedStar(column: 2)), ("\"&\"*", .misplacedStar(column: 4)),
    (String(repeating: "a", count: 4_097), .tooLong(limit: 4_096)),
    (String(repeating: "a ", count: 65), .tooManyWords(column: 129, limit: 64)),
    (
      String(repeating: "(", count: 40) + "a" + String(repeating: ")", count: 40),
      .tooDeep(column: 34, limit: 32)
    ),
  ]

  @Test("What cannot be asked is refused where it is wrong", arguments: refusals)
  func refuses(query: String, expected: SearchQueryError) {
    #expect(throws: expected) { try SearchQuery(query) }
  }

  @Test("An error says what to do and never repeats the query")
  func errors() {
    for (query, error) in Self.refusals {
      #expect(error.description.count > 40)
      for word in ["secret", query] where word.count > 5 {
        #expect(!error.description.contains(word))
      }
    }
  }

  @Test("What an index is given has no ASCII but letters and digits, whatever was typed")
  func plain() throws {
    let query = try SearchQuery("a\"b\u{0}c'd;--e-é\" AND \"x \"\" OR y\" OR 12.5/7 d'x_y")
    for word in query.terms.flatMap(\.patterns).flatMap(\.words) {
      #expect(
        !word.isEmpty
          && word.utf8.allSatisfy { $0 >= 0x80 || WordScanner.isWord($0) })
    }
  }
}
