/**
 * Language tags as the 4th Edition asks for them (RTE 4.1.1.3): a language of ISO 639-1 or 639-2, or `i` or `x`, and
 * subtags. The codes stand one after the other, because this list travels to every learner of 2004 content.
 */
const ofTwo =
  'aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofr' +
  'fygagdglgngugvhahehihohrhthuhyhziaidieigiiikinioisitiuiwjajijvkakgkikjkkklkmknkokrkskukvkwkylalb' +
  'lglilnloltlulvmgmhmimkmlmnmomrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsd' +
  'sesgshsiskslsmsnsosqsrssstsusvswtatetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzu';
const ofThree =
  'aarabkaceachadaadyafaafhafrainakaakkalbalealgaltamhanganpapaaraarcargarmarnarpartarwasmastathaus' +
  'avaaveawaaymazebadbaibakbalbambanbaqbasbatbejbelbembenberbhobihbikbinbisblabntbodbosbrabrebtkbua' +
  'bugbulburbyncadcaicarcatcaucebcelceschachbchechgchichkchmchnchochpchrchuchvchycmccopcorcoscpecpf' +
  'cppcrecrhcrpcsbcuscymczedakdandardaydeldendeudgrdindivdoidradsbduadumdutdyudzoefiegyekaellelxeng' +
  'enmepoesteuseweewofanfaofasfatfijfilfinfiufonfrafrefrmfrofrrfrsfryfulfurgaagaygbagemgeogergezgil' +
  'glagleglgglvgmhgohgongorgotgrbgrcgregrngswgujgwihaihathauhawhebherhilhimhinhithmnhmohrvhsbhunhup' +
  'hyeibaiboiceidoiiiijoikuileiloinaincindineinhipkirairoislitajavjbojpnjprjrbkaakabkackalkamkankar' +
  'kaskatkaukawkazkbdkhakhikhmkhokikkinkirkmbkokkomkonkorkoskpekrckrlkrokrukuakumkurkutladlahlamlao' +
  'latlavlezlimlinlitlollozltzlualublugluilunluolusmacmadmagmahmaimakmalmanmaomapmarmasmaymdfmdrmen' +
  'mgamicminmismkdmkhmlgmltmncmnimnomohmolmonmosmrimsamulmunmusmwlmwrmyamynmyvnahnainapnaunavnblnde' +
  'ndondsnepnewnianicniunldnnonobnognonnornqonsonubnwcnyanymnynnyonziociojioriormosaossotaotopaapag' +
  'palpampanpappaupeoperphiphnplipolponporprapropusquerajraprarroarohromronrumrunruprussadsagsahsai' +
  'salsamsansassatsccscnscoscrselsemsgasgnshnsidsinsiositslaslksloslvsmasmesmismjsmnsmosmssnasndsnk' +
  'sogsomsonsotspasqisrdsrnsrpsrrssasswsuksunsussuxswaswesycsyrtahtaitamtatteltemtertettgktglthatib' +
  'tigtirtivtkltlhtlitmhtogtontpitsitsntsotuktumtupturtuttvltwityvudmugauigukrumbundurduzbvaivenvie' +
  'volvotwakwalwarwaswelwenwlnwolxalxhoyaoyapyidyorypkzapzblzenzhazhozndzulzunzxxzza';

const tag = /^([a-z]{1,8})(?:-[a-z0-9]{1,8})*$/i;

function isListed(code: string): boolean {
  const list = code.length === 2 ? ofTwo : ofThree;
  for (let at = 0; at < list.length; at += code.length) if (list.startsWith(code, at)) return true;
  return false;
}

/** Whether this is a language tag whose language exists; the empty text is none. */
export function isLanguage(value: string): boolean {
  const language = tag.exec(value)?.[1]?.toLowerCase();
  if (language === undefined || value.length > 250) return false;
  if (language.length === 1) return /^[ix]-/i.test(value);
  return (language.length === 2 || language.length === 3) && isListed(language);
}

/** A tag that is well formed, whether or not its language is known. */
export const isTag = (value: string): boolean =>
  value.length <= 250 && tag.test(value) && /^(?:[a-z]{2}|[ix](?:-|$))/i.test(value);
