"""Names of Norwegian municipalities, present and some former ones: no invented name may look like these."""

NAMES = tuple(
    """
Oslo|Eigersund|Stavanger|Haugesund|Sandnes|Sokndal|Lund|Bjerkreim|Hå|Klepp|Time|Gjesdal|Sola|Randaberg|Strand
Hjelmeland|Suldal|Sauda|Kvitsøy|Bokn|Tysvær|Karmøy|Utsira|Vindafjord|Kristiansund|Molde|Ålesund|Vanylven|Sande
Herøy|Ulstein|Hareid|Ørsta|Stranda|Sykkylven|Sula|Giske|Vestnes|Rauma|Aukra|Averøy|Gjemnes|Tingvoll|Sunndal
Surnadal|Smøla|Aure|Volda|Fjord|Hustadvika|Haram|Bodø|Narvik|Bindal|Sømna|Brønnøy|Vega|Vevelstad|Alstahaug
Leirfjord|Vefsn|Grane|Hattfjelldal|Dønna|Nesna|Hemnes|Rana|Lurøy|Træna|Rødøy|Meløy|Gildeskål|Beiarn|Saltdal
Fauske|Sørfold|Steigen|Lødingen|Evenes|Røst|Værøy|Flakstad|Vestvågøy|Vågan|Hadsel|Bø|Øksnes|Sortland|Andøy
Moskenes|Hamarøy|Halden|Moss|Sarpsborg|Fredrikstad|Hvaler|Råde|Våler|Skiptvet|Indre Østfold|Rakkestad|Marker
Aremark|Bærum|Asker|Lillestrøm|Nordre Follo|Ullensaker|Nesodden|Frogn|Vestby|Ås|Enebakk|Lørenskog|Rælingen
Aurskog-Høland|Nes|Gjerdrum|Nittedal|Lunner|Jevnaker|Nannestad|Eidsvoll|Hurdal|Drammen|Kongsberg|Ringerike|Hole
Lier|Øvre Eiker|Modum|Krødsherad|Flå|Nesbyen|Gol|Hemsedal|Ål|Hol|Sigdal|Flesberg|Rollag|Nore og Uvdal
Kongsvinger|Hamar|Lillehammer|Gjøvik|Ringsaker|Løten|Stange|Nord-Odal|Sør-Odal|Eidskog|Grue|Åsnes|Elverum|Trysil
Åmot|Stor-Elvdal|Rendalen|Engerdal|Tolga|Tynset|Alvdal|Folldal|Os|Dovre|Lesja|Skjåk|Lom|Vågå|Nord-Fron|Sel
Sør-Fron|Ringebu|Øyer|Gausdal|Østre Toten|Vestre Toten|Gran|Søndre Land|Nordre Land|Sør-Aurdal|Etnedal
Nord-Aurdal|Vestre Slidre|Øystre Slidre|Vang|Horten|Holmestrand|Tønsberg|Sandefjord|Larvik|Færder|Porsgrunn
Skien|Notodden|Siljan|Bamble|Kragerø|Drangedal|Nome|Midt-Telemark|Seljord|Hjartdal|Tinn|Kviteseid|Nissedal|Fyresdal
Tokke|Vinje|Risør|Grimstad|Arendal|Kristiansand|Lindesnes|Farsund|Flekkefjord|Gjerstad|Vegårshei|Tvedestrand
Froland|Lillesand|Birkenes|Åmli|Iveland|Evje og Hornnes|Bygland|Valle|Bykle|Vennesla|Åseral|Lyngdal|Hægebostad
Kvinesdal|Sirdal|Bergen|Kinn|Etne|Sveio|Bømlo|Stord|Fitjar|Tysnes|Kvinnherad|Ullensvang|Eidfjord|Ulvik|Voss|Kvam
Samnanger|Bjørnafjorden|Austevoll|Øygarden|Askøy|Vaksdal|Modalen|Osterøy|Alver|Austrheim|Fedje|Masfjorden|Gulen
Solund|Hyllestad|Høyanger|Vik|Sogndal|Aurland|Lærdal|Årdal|Luster|Askvoll|Fjaler|Sunnfjord|Bremanger|Stad
Gloppen|Stryn|Trondheim|Steinkjer|Namsos|Frøya|Osen|Oppdal|Rennebu|Røros|Holtålen|Midtre Gauldal|Melhus|Skaun
Malvik|Selbu|Tydal|Meråker|Stjørdal|Frosta|Levanger|Verdal|Snåsa|Lierne|Røyrvik|Namsskogan|Grong|Høylandet
Overhalla|Flatanger|Leka|Inderøy|Indre Fosen|Heim|Hitra|Ørland|Åfjord|Orkland|Nærøysund|Rindal|Tromsø|Harstad
Alta|Vardø|Vadsø|Hammerfest|Kvæfjord|Tjeldsund|Ibestad|Gratangen|Lavangen|Bardu|Salangen|Målselv|Sørreisa|Dyrøy
Senja|Balsfjord|Karlsøy|Lyngen|Storfjord|Kåfjord|Skjervøy|Nordreisa|Kvænangen|Kautokeino|Loppa|Hasvik|Måsøy
Nordkapp|Porsanger|Karasjok|Lebesby|Gamvik|Berlevåg|Tana|Nesseby|Båtsfjord|Sør-Varanger
Askim|Eidsberg|Trøgstad|Spydeberg|Hobøl|Rømskog|Rygge|Ski|Oppegård|Sørum|Fet|Skedsmo|Røyken|Hurum|Nedre Eiker
Svelvik|Nøtterøy|Tjøme|Re|Hof|Lardal|Andebu|Stokke|Sauherad|Songdalen|Søgne|Mandal|Marnardal|Audnedal|Forsand
Finnøy|Rennesøy|Odda|Granvin|Jondal|Fusa|Sund|Fjell|Radøy|Lindås|Meland|Leikanger|Balestrand|Flora|Vågsøy
Førde|Jølster|Gaular|Naustdal|Selje|Eid|Hornindal|Norddal|Skodje|Ørskog|Sandøy|Midsund|Nesset|Fræna|Eide
Halsa|Snillfjord|Hemne|Meldal|Orkdal|Agdenes|Klæbu|Bjugn|Roan|Rissa|Leksvik|Mosvik|Verran|Namdalseid|Fosnes
Vikna|Nærøy|Tysfjord|Ballangen|Skånland|Tranøy|Berg|Torsken|Lenvik|Kvalsund
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
