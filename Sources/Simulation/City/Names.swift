/// What residents and streets are called.
enum Names {
  static func given(_ language: Language) -> [String] {
    language == .english ? givenEnglish : givenSpanish
  }

  static func family(_ language: Language) -> [String] {
    language == .english ? familyEnglish : familySpanish
  }

  private static let givenEnglish = words(
    """
    Abigail Adele Aisha Alan Amara Andre Annika Arthur Audrey Bao Beatrice Blake Brianna Caleb \
    Camille Carol Cedric Chloe Clara Colin Cora Curtis Dana Darius Deborah Denise Derek Devon Diane \
    Dmitri Edith Eleanor Elias Elijah Emmett Esther Evan Faith Fatima Felix Fiona Francis Gail Gavin \
    Grace Greta Hannah Harold Hazel Helen Henry Ian Imani Irene Isaac Jada Jamal Janet Jasper Joan \
    Jonah Joyce Kareem Keiko Kevin Lakshmi Leah Leon Linh Louise Lucas Mabel Malik Margaret Marcus \
    Mei Miriam Moses Nadia Naomi Nathan Noor Olive Omar Oscar Pearl Peter Priya Quentin Rachel Ravi \
    Rosa Ruth Samir Sasha Simon Stella Tamika Theo Tobias Uma Vera Victor Wanda Wesley Yusuf Zoe \
    Alma Anders Bernice Boris Bridget Byron Celeste Chandra Clifford Constance Cyrus Dahlia Damian \
    Delphine Dwight Edmund Elsa Ephraim Farah Finn Flora Gideon Gretchen Gwen Hamza Hollis Hugo \
    Ingrid Isidore Jerome Jocelyn Kamala Kenji Lars Latoya Leopold Lorraine Magnus Maeve Marguerite \
    Mordecai Myrtle Nigel Nkechi Oksana Olga Orson Paige Percy Phoebe Quincy Ramona Reuben Rhea \
    Rosalind Rufus Sabine Seamus Sergei Sigrid Sylvia Tariq Tatiana Thaddeus Trudy Ulrich Valerie \
    Viola Vladimir Wendell Winifred Xavier Yvonne Zelda
    """)

  private static let givenSpanish = words(
    """
    Adriana Alejandro Alicia Álvaro Ana Andrés Beatriz Camila Carlos Carmen Catalina César Cristina \
    Daniela Diego Elena Emilio Esteban Fernando Gabriela Gloria Guadalupe Héctor Inés Isabel Javier \
    Jorge José Josefina Juan Julieta Leticia Lorena Lucía Luis Manuel María Mariana Mateo Miguel \
    Natalia Óscar Pablo Patricia Pedro Pilar Rafael Ramón Raúl Rocío Rosario Salvador Silvia Sofía \
    Teresa Tomás Valentina Verónica Ximena Yolanda \
    Agustín Alma Amparo Antonio Arturo Bernardo Blanca Consuelo Dolores Eduardo Elvira Ernesto Esperanza \
    Eugenia Felipe Francisca Gerardo Graciela Hilda Horacio Ignacio Irma Jacinto Joaquín Leonor Lourdes \
    Magdalena Marcela Marcos Mercedes Nicolás Norma Octavio Olivia Rebeca Ricardo Rodrigo Rubén Socorro \
    Susana Ulises Vicente Violeta Zacarías
    """)

  private static let familyEnglish = words(
    """
    Abbott Adeyemi Almgren Baker Banerjee Barlow Beaumont Bishop Boateng Brennan Burke Calloway Chen \
    Cho Clement Coleman Crane Dalton Decker Desai Doyle Dubois Eaton Ellison Farrow Fielding Fischer \
    Foster Gallagher Garner Gibbons Greer Haddad Halloran Hansen Harlow Hayes Holloway Hughes Ibrahim \
    Ingram Jansen Jensen Kaplan Keane Kendrick Kowalski Lambert Larkin Le Levin Lindqvist Lowell \
    MacNeil Mahoney Marsh Mbeki McBride Mercer Meyer Moreau Nakamura Nguyen Novak Oakley Odom Okafor \
    Osborne Park Patel Pennington Pham Pike Quinn Radcliffe Reyes Rhodes Rossi Sandoval Schaefer \
    Shah Sinclair Sokolov Stanton Sutter Tran Turner Underwood Vance Vaughn Wallace Weaver Whitaker \
    Wong Yates Young Zhang Ziegler \
    Abernathy Achebe Ackerman Aldridge Ashworth Atwood Bancroft Barrett Bauer Bellamy Blackwell Blum \
    Bradshaw Brandt Broderick Buchanan Caldwell Carmichael Chaudhry Choi Clayborne Cromwell Cutler \
    Darby Delacroix Demir Dietrich Donnelly Drummond Eberhardt Edelman Ekwueme Esposito Fairbanks \
    Feldman Ferraro Finch Fitzgerald Flynn Franklin Friedman Fukuda Gardner Giordano Goldberg Grimes \
    Gunderson Gupta Hale Hammond Hargrove Hartley Hawkins Hoffman Horvath Huang Hutchins Ito Jankowski \
    Johansson Kapoor Karlsson Keller Khan Kimura Kirby Klein Kovacs Krishnan Langley Larsson Leclerc \
    Lockwood Lombardi Lundgren Mackenzie Malik Mancini Marlowe Matsuda McAllister Mehta Mikhailov \
    Montgomery Mueller Mwangi Nielsen Obi Olsen Pappas Pereira Petrov Pham Prescott Raines Rasmussen \
    Rosenthal Rutherford Saito Schneider Sharma Sheridan Silva Stavros Stein Sullivan Swanson Takahashi \
    Thackeray Thornton Tierney Townsend Truong Ueda Vandermeer Vogel Volkov Wagner Watanabe Webster \
    Weiss Winslow Wolfe Woodruff Yamamoto Zimmerman
    """)

  private static let familySpanish = words(
    """
    Aguilar Álvarez Arroyo Benítez Cabrera Calderón Castillo Cordero Delgado Domínguez Escobar Espinoza \
    Fuentes Gallegos García Gómez Guerrero Gutiérrez Herrera Ibarra Jiménez Juárez León Lozano Luna \
    Maldonado Márquez Medina Mejía Mendoza Molina Montoya Morales Muñoz Navarro Núñez Ochoa Ortega \
    Ortiz Pacheco Paredes Peña Pineda Quintero Ramírez Ríos Rivera Robles Rojas Rosales Salazar \
    Sánchez Santana Serrano Solís Suárez Torres Trujillo Valdez Vargas Vega Velasco Villanueva Zamora
    """)

  static let streets: [String] = words(
    """
    Alder_Street Anchor_Lane Bayview_Avenue Beacon_Street Birch_Road Bluff_Road Breakwater_Drive \
    Canal_Street Cannery_Row Captains_Way Cedar_Avenue Chandler_Street Clearwater_Court Cooper_Street \
    Cove_Road Cypress_Lane Dockside_Drive Driftwood_Lane Elm_Street Fairhaven_Avenue Ferry_Street \
    Foundry_Street Grange_Road Granite_Avenue Harbor_Street Hawthorn_Lane Heron_Court Hill_Street \
    Juniper_Street Keel_Street Laurel_Avenue Lighthouse_Road Linden_Street Mariner_Avenue Market_Street \
    Meadow_Lane Mill_Street Millpond_Road Moorings_Drive Oak_Street Orchard_Street Osprey_Way \
    Pilot_Street Pine_Street Quarry_Road Rail_Street Ropewalk_Lane Saltmarsh_Road School_Street \
    Schooner_Way Second_Street Spruce_Street Station_Road Tannery_Lane Terrace_Avenue Third_Street \
    Tidewater_Drive Union_Street Wharf_Street Willow_Avenue \
    Acorn_Street Admiral_Way Ashby_Court Aspen_Lane Bakery_Lane Barnacle_Road Basin_Street Bellows_Lane \
    Boatswain_Way Boxwood_Drive Bramble_Lane Brick_Row Brookside_Avenue Buoy_Street Butternut_Lane \
    Capstan_Court Carriage_Road Chestnut_Street Church_Street Clover_Court Cobbler_Lane Compass_Road \
    Cormorant_Way Cranberry_Lane Crescent_Street Customs_House_Road Daybreak_Drive Dogwood_Avenue Drawbridge_Road \
    Dunes_Road Eagle_Street Eddy_Lane Estuary_Drive Fern_Street First_Street Fisher_Row Fourth_Street \
    Fox_Run Gannet_Lane Garden_Street Gull_Way Hemlock_Street Hickory_Lane Holly_Street Inlet_Road \
    Ivy_Court Jetty_Road Jib_Street Kelp_Lane Lantern_Court Larch_Avenue Ledge_Road Lobster_Lane Locust_Street \
    Magnolia_Avenue Maple_Street Marina_Way Marsh_Road Monument_Square Mulberry_Street Nautilus_Way North_Street \
    Oarlock_Lane Oyster_Road Pebble_Lane Pelican_Court Pier_Street Plover_Way Poplar_Avenue Prospect_Street \
    Puffin_Lane Rigging_Road Ridge_Road Rosemary_Lane Rudder_Street Sandpiper_Way Seaview_Avenue Shore_Road \
    South_Street Spindrift_Lane Starboard_Way Sycamore_Street Tamarack_Road Tern_Lane Thistle_Court Tiller_Street \
    Topsail_Way Valley_Road Vine_Street Walnut_Street Windlass_Way Windward_Avenue Yarrow_Lane Yew_Street
    """
  ).map { String($0.map { $0 == "_" ? " " : $0 }) }

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
