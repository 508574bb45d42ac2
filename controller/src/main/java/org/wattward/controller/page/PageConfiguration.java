package org.wattward.controller.page;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The pages, put together. */
@Configuration(proxyBeanMethods = false)
@Import({DistrictPage.class, RulesPage.class})
public class PageConfiguration {}
